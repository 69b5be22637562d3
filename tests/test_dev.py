"""./dev: what it decides, and in a small repository what it does (no network: nothing is to be installed)."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.pg import ROOT

# A module that shares nothing with the `dev` of this session, for what takes over signals or waits for ever.
LOAD_DEV = f"""
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
sys.dont_write_bytecode = True
loader = SourceFileLoader("dev", {str(ROOT / "dev")!r})
dev = module_from_spec(spec_from_loader("dev", loader))
loader.exec_module(dev)
"""
SLEEPER = [sys.executable, "-c", "import os, time; os.write(1, b'awake\\n'); time.sleep(60)"]


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    loader = SourceFileLoader("dev", str(ROOT / "dev"))
    spec = spec_from_loader("dev", loader)
    assert spec is not None
    module = module_from_spec(spec)
    writes_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader.exec_module(module)
    sys.dont_write_bytecode = writes_bytecode
    return module


def call_dev(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "dev"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """The outline of an environment that was made by this Python and has never been stamped."""
    folder = tmp_path / "venv"
    (folder / "lib" / f"python3.{sys.version_info[1]}" / "site-packages").mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(sys.executable)
    return folder


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text("one==1\n")
    return path


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with this `dev`, nothing to install and a manage.py that says where it runs, with what."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copy(ROOT / "dev", folder / "dev")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text("")
    (folder / "manage.py").write_text("import os, sys\nprint(os.getcwd(), sys.prefix, *sys.argv[1:])\n")
    return folder


def test_without_a_command_it_explains_itself_and_fails():
    done = call_dev()
    assert (done.returncode, done.stdout) == (2, "")
    assert "./dev run [--port N]" in done.stderr


def test_help_goes_to_stdout():
    done = call_dev("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "./dev test [pytest arguments]" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], ["-n2", "--dist=loadfile"]),
        (["tests/test_dev.py", "-k", "help"], ["-n2", "--dist=loadfile"]),
        (["--no-header"], ["-n2", "--dist=loadfile"]),
        (["-n", "4"], []),
        (["-n0"], []),
        (["--numprocesses=1"], []),
        (["-p", "no:xdist"], []),
        (["-pno:xdist"], []),
        (["--pdb"], []),
    ],
)
def test_two_workers_unless_the_arguments_speak_of_workers(dev, arguments, options):
    assert dev.pytest_options(arguments) == options


def test_an_environment_without_a_stamp_was_interrupted(dev, venv, requirements):
    assert not dev.is_whole(venv)
    assert not dev.holds(venv, requirements)


def test_a_stamp_says_what_is_installed(dev, venv, requirements):
    dev.stamp_of(venv).write_text(f"an older line\n{dev.digest(requirements)}")
    assert dev.holds(venv, requirements)
    requirements.write_text("one==2\n")
    assert not dev.holds(venv, requirements)
    assert dev.is_whole(venv), "another lock is installed over it, not from nothing"


def test_an_environment_of_another_python_is_not_whole(dev, venv):
    dev.stamp_of(venv).write_text("")
    (venv / "lib" / f"python3.{sys.version_info[1]}").rename(venv / "lib" / "python3.9")
    assert not dev.is_whole(venv)


def test_an_environment_whose_python_has_gone_is_not_whole(dev, venv):
    dev.stamp_of(venv).write_text("")
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to(venv / "gone")
    assert not dev.is_whole(venv)


def test_a_lock_that_is_held_is_waited_for(tmp_path):
    path = tmp_path / "var" / "dev.lock"
    path.parent.mkdir()
    program = f"{LOAD_DEV}\nfrom pathlib import Path\nwith dev.only_one(Path({str(path)!r})): print('in')"
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert second.stderr.readline() == "Another ./dev is setting up; waiting for it.\n"
        assert second.poll() is None
    out, _ = second.communicate(timeout=20)
    assert (second.returncode, out) == (0, "in\n")


def test_a_taken_port_is_refused_in_a_sentence(dev):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(dev.Refused) as refused:
            dev.refuse_taken_port("127.0.0.1", port)
    assert str(refused.value) == f"127.0.0.1:{port} cannot be served (Address already in use): try --port {port + 1}."


def keep_running(*commands: list[str]) -> "subprocess.Popen[str]":
    program = f"{LOAD_DEV}\nimport os, signal\nsignal.signal(signal.SIGTERM, signal.default_int_handler)\n"
    program += f"sys.exit(dev.keep_running({list(commands)!r}, dict(os.environ), lambda: True, 'It is up.'))"
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process_id}/stat")  # a container's first process may leave zombies lying about
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_when_one_process_ends_the_other_is_stopped_and_the_answer_is_1(tmp_path):
    note = tmp_path / "sleeper"
    sleeper = [
        sys.executable,
        "-c",
        f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)",
    ]
    crash = [
        sys.executable,
        "-c",
        f"import os, sys, time\nwhile not os.path.exists({str(note)!r}): time.sleep(0.05)\nsys.exit(3)",
    ]
    out, err = (together := keep_running(sleeper, crash)).communicate(timeout=30)
    assert (together.returncode, out) == (1, "It is up.\n")
    assert "ended with status 3; stopping." in err
    assert not is_running(int(note.read_text()))


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_clean(name):
    together = keep_running(SLEEPER)
    assert together.stdout is not None
    assert {together.stdout.readline(), together.stdout.readline()} == {"It is up.\n", "awake\n"}
    together.send_signal(name)
    assert together.communicate(timeout=20) == ("", "")
    assert together.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_even_a_killed_dev_leaves_no_process_behind():
    sleeper = [sys.executable, "-c", "import os, time; os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"]
    together = keep_running(sleeper)
    assert together.stdout is not None
    sleeping = next(int(line) for line in together.stdout if line.strip().isdigit())
    together.kill()
    together.wait()
    deadline = time.monotonic() + 10
    while is_running(sleeping) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(sleeping)


def test_concurrent_first_calls_install_once_and_answer_purely(repository):
    """Both go on to manage.py, and nothing but manage.py's words is on stdout."""
    command = [sys.executable, str(repository / "dev"), "manage", "say", "hello"]
    calls = [
        subprocess.Popen(command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    answers = [call.communicate(timeout=120) for call in calls]
    assert [call.returncode for call in calls] == [0, 0], answers
    assert {out for out, _ in answers} == {f"/ {repository / '.venv'} say hello\n"}
    assert "".join(err for _, err in answers).count("Installing requirements.txt") == 1


def test_an_interrupted_installation_is_begun_again(repository):
    call_dev("manage", folder=repository)
    venv = repository / ".venv"
    rubbish = venv / "lib" / f"python3.{sys.version_info[1]}" / "site-packages" / "half-installed"
    rubbish.write_text("")
    (venv / "installed").unlink()
    done = call_dev("manage", folder=repository)
    assert done.returncode == 0, done.stderr
    assert not rubbish.exists()


def test_the_development_lock_brings_the_portals_own(dev, repository):
    call_dev("manage", folder=repository)
    (repository / "requirements-dev.txt").write_text("# more\n")
    done = call_dev("bench", folder=repository)
    assert done.returncode != 0, "there are no benchmarks there, but they were looked for after the installation"
    assert "Installing requirements-dev.txt" in done.stderr
    assert dev.holds(repository / ".venv", repository / "requirements.txt")
    assert dev.holds(repository / ".venv", repository / "requirements-dev.txt")
