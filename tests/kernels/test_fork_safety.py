"""What a fork could share by mistake is not shared: secrets, chance, files, the world around each kernel."""

import os
import re
import socket
import stat
from pathlib import Path

import pytest

from parcours_u.server.kernels.forkserver import ForkServer

CHANCE = {
    "random": "__import__('random').random()",
    "uuid1": "str(__import__('uuid').uuid1())",
    "uuid4": "str(__import__('uuid').uuid4())",
    "urandom": "__import__('os').urandom(16).hex()",
    "secrets": "__import__('secrets').token_hex()",
    "ssl": "__import__('ssl').RAND_bytes(16).hex()",
    "tempfile": "next(__import__('tempfile')._get_candidate_names())",
    "session": "get_ipython().kernel.session.session",
}


@pytest.fixture
def three(start):
    """Three kernels of one nursery."""
    return [start() for _ in range(3)]


def memory_of(pid: int) -> bytes:
    """Return everything that a process can write to."""
    kept = []
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            limits = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if limits:
                first, end = (int(limit, 16) for limit in limits.groups())
                memory.seek(first)
                kept.append(memory.read(end - first))
    return b"".join(kept)


def test_no_two_kernels_draw_the_same(three):
    drawn = [kernel.ask("{" + ",".join(f"'{name}': {code}" for name, code in CHANCE.items()) + "}") for kernel in three]
    assert all(kernel.forked for kernel in three)
    alike = [name for name in CHANCE if len({kernel[name] for kernel in drawn}) < len(three)]
    assert alike == []


def test_zmq_contexts_are_each_kernel_s_own(three):
    for kernel in three:
        kernel.run("import zmq, os; context = zmq.Context.instance()")
        assert kernel.ask("[context.closed, zmq.Context._instance_pid == os.getpid()]") == [False, True]


def test_the_nursery_has_one_thread_and_no_file_but_its_orders(three, nursery):
    assert len(os.listdir(f"/proc/{nursery.pid}/task")) == 1
    opened = [os.readlink(file) for file in Path(f"/proc/{nursery.pid}/fd").iterdir() if int(file.name) > 2]
    # Its orders, what waits for events, and for each kernel a process handle and a socket to tell its end on.
    assert all(target.startswith(("socket:", "anon_inode:")) for target in opened), opened


def test_a_page_s_token_is_in_its_own_kernel_only(start, nursery):
    with_token = start(env={**os.environ, "PARCOURS_U_TOKEN": "jeton-de-la-premiere-page"})
    later = start()
    assert with_token.ask("__import__('os').environ['PARCOURS_U_TOKEN']") == "jeton-de-la-premiere-page"
    assert "PARCOURS_U_TOKEN" not in later.ask("dict(__import__('os').environ)")
    for process in (later.pid, nursery.pid):
        assert b"jeton-de-la-premiere-page" not in memory_of(process)
    assert b"jeton-de-la-premiere-page" in memory_of(with_token.pid)


def test_what_the_server_s_environment_holds_is_not_in_the_nursery(monkeypatch, start):
    for name in ("JUPYTERHUB_API_TOKEN", "JUPYTER_TOKEN", "PARCOURS_U_TOKEN", "DATABASE_URL"):
        monkeypatch.setenv(name, "secret-du-serveur")
    server = ForkServer(["json"])
    try:
        server.warm_up()
        assert "secret-du-serveur" not in Path(f"/proc/{server.pid}/environ").read_text()
    finally:
        server.stop()


def test_each_kernel_has_the_environment_it_was_given_and_no_more(start):
    given = {**os.environ, "PARCOURS_U_BASE_URL": "/base/", "CHEMIN": "é\udcff"}
    found = start(env=given).ask("dict(__import__('os').environ)")
    # What a kernel is told by Jupyter, and what ipykernel sets for its own children.
    added = {
        "JPY_PARENT_PID",
        "MPLBACKEND",
        "PYDEVD_USE_FRAME_EVAL",
        "TERM",
        "CLICOLOR",
        "FORCE_COLOR",
        "CLICOLOR_FORCE",
    }
    added |= {"PAGER", "GIT_PAGER", "JPY_SESSION_NAME", "LINES", "COLUMNS"}
    assert {name: value for name, value in found.items() if name not in added} == {
        name: value for name, value in given.items() if name not in added
    }
    assert found["JPY_PARENT_PID"] == str(os.getpid())


def test_each_kernel_works_in_its_own_folder(start, tmp_path):
    folders = [tmp_path / "ici", tmp_path / "là"]
    for folder in folders:
        folder.mkdir()
    kernels = [start(cwd=str(folder)) for folder in folders]
    assert [kernel.ask("__import__('os').getcwd()") for kernel in kernels] == list(map(str, folders))


def test_the_server_s_files_and_sockets_are_not_in_its_kernels(start, tmp_path):
    private = tmp_path / "carnet.sqlite"
    listing = "[os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') if os.path.lexists(f'/proc/self/fd/{n}')]"
    with private.open("w") as journal, socket.socket() as listening:
        journal.write("x")
        os.set_inheritable(journal.fileno(), True)
        os.set_inheritable(listening.fileno(), True)
        kernel = start()
        kernel.run("import os")
        opened = set(kernel.ask(listing))
        ours = {os.readlink(f"/proc/self/fd/{file.fileno()}") for file in (journal, listening)}
    assert opened.isdisjoint(ours)


def test_a_kernel_has_none_of_another_kernel_s_sockets(three):
    sockets = "[t for n in os.listdir('/proc/self/fd') if os.path.lexists(f'/proc/self/fd/{n}') "
    sockets += "for t in [os.readlink(f'/proc/self/fd/{n}')] if t.startswith(('socket:', 'pipe:'))]"
    held = []
    for kernel in three:
        kernel.run("import os")
        held.append(set(kernel.ask(sockets)))
    outputs = {os.readlink(f"/proc/self/fd/{number}") for number in (1, 2)}
    assert held[0] & held[1] <= outputs
    assert held[1] & held[2] <= outputs


def test_standard_output_goes_where_the_start_says(start, tmp_path):
    with (tmp_path / "sortie").open("wb") as output:
        kernel = start(stdout=output)
        # Where ipykernel takes what is written to file 1, it keeps a copy of what that was.
        kernel.run("import os, sys; _ = os.write(getattr(sys.stdout, '_original_stdstream_copy', 1), b'dit')")
    assert (tmp_path / "sortie").read_bytes() == b"dit"


@pytest.mark.usefixtures("usual_signals")
def test_signals_and_logs_are_those_of_a_spawned_kernel(start):
    code = (
        "[[str(signal.getsignal(n)).split(' at ')[0] for n in (1, 2, 3, 13, 15, 17)], sorted(signal.pthread_sigmask(0, [])),"
        " [str(type(h)) for h in logging.getLogger().handlers], logging.getLogger().level,"
        " os.getpgid(0) == os.getsid(0) == os.getpid(), threading.current_thread() is threading.main_thread(), gc.isenabled(),"
        " sys.flags.safe_path, sys.path]"
    )
    found = []
    for name in ("parcours-u", "python3"):
        kernel = start(name)
        kernel.run("import signal, logging, os, threading, gc, sys")
        found.append(kernel.ask(code))
    assert found[0] == found[1]


def test_the_connection_file_is_for_this_account_alone(start):
    path = Path(start().manager.connection_file)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_kernel_finds_everything_already_imported(tmp_path, start, specs):
    from asked_kernel import write_spec

    write_spec(tmp_path / "autres", "repere", ["parcours_u.notebook", "colorsys"])
    specs.kernel_dirs = [*specs.kernel_dirs, str(tmp_path / "autres")]
    kernel = start("repere")
    kernel.run("from parcours_u.notebook import free_text; import ipywidgets; ipywidgets.IntSlider()")
    names = kernel.ask("list(__import__('sys').modules)")
    assert kernel.forked
    assert names[names.index("colorsys") + 1 :] == []
