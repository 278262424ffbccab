"""The shell that every light kernel finds made is, in each of them, the one that a spawned kernel would make."""

import pytest

NO_HISTORY = "--HistoryManager.enabled=False"
TOLD = {
    "its home": "get_ipython().home_dir",
    "its IPython folder": "get_ipython().ipython_dir",
    "its profile": "get_ipython().profile_dir.location",
    "where it started": "get_ipython().starting_dir",
    "where it has been": "list(map(str, _dh))",
    "its kernel": "get_ipython().kernel.shell is get_ipython() is get_ipython().kernel.shell.kernel.shell",
    "its parent": "get_ipython().parent is get_ipython().kernel",
    "its names": "get_ipython().user_ns is globals()",
    "its module": "__import__('sys').modules['__main__'].__dict__ is globals()",
    "its settings": "{name: str(value) for name, value in get_ipython().config.items() if name != 'IPKernelApp'}",
    "no history": "get_ipython().history_manager.enabled",
    "its session": "get_ipython().display_pub.session is get_ipython().kernel.session",
    "its channel": "get_ipython().displayhook.pub_socket is get_ipython().kernel.iopub_socket",
    "its modules' path": "__import__('sys').path",
}


@pytest.fixture
def both(start, tmp_path, monkeypatch):
    """A light kernel and a spawned one, of an account whose home the nursery did not know."""
    (tmp_path / "ici").mkdir()
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return (
        start(cwd=str(tmp_path / "ici")),
        start("python3", cwd=str(tmp_path / "ici"), extra_arguments=[NO_HISTORY]),
    )


def test_a_light_kernel_s_shell_is_that_of_a_spawned_one(both):
    light, spawned = both
    assert light.forked
    assert {name: light.ask(code) for name, code in TOLD.items()} == {
        name: spawned.ask(code) for name, code in TOLD.items()
    }


def test_two_kernels_share_nothing_of_their_shell(start):
    first, second = start(), start()
    first.run("x = 1\n%alias_magic -l moi who\n")
    assert second.ask("['x' in globals(), 'moi' in get_ipython().magics_manager.magics['line']]") == [False, False]


def test_a_kernel_with_other_settings_has_a_shell_with_them(start):
    kernel = start(extra_arguments=["--InteractiveShell.ast_node_interactivity=all"])
    assert kernel.forked
    assert kernel.ask("get_ipython().ast_node_interactivity") == "all"
    assert kernel.ask(TOLD["its kernel"])
    assert kernel.ask(TOLD["no history"]) is False


@pytest.mark.parametrize(
    "options",
    [
        ["--IPKernelApp.exec_lines=['x = 5', 'y = 6']"],
        ["--IPKernelApp.exec_lines=x = 5; y = 6"],
        ["--IPKernelApp.exec_lines=x = 5", "--IPKernelApp.exec_lines=y = 6"],
    ],
    ids=["a list", "one line", "twice"],
)
def test_lines_to_run_first_are_run_as_in_a_spawned_kernel(start, options):
    light, spawned = start(extra_arguments=options), start("python3", extra_arguments=options)
    assert light.forked
    assert [kernel.ask("[x, y]") for kernel in (light, spawned)] == [[5, 6], [5, 6]]


def test_an_account_s_settings_are_followed(start, tmp_path, monkeypatch):
    profile = tmp_path / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text("get_config().InteractiveShell.ast_node_interactivity = 'none'\n")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    kernel = start()
    assert kernel.forked
    assert kernel.ask("get_ipython().ast_node_interactivity") == "none"


def test_no_history_is_written(start, tmp_path):
    kernel = start(cwd=str(tmp_path))
    kernel.run("x = 1")
    kernel.manager.shutdown_kernel()
    assert list(tmp_path.rglob("history.sqlite")) == []
