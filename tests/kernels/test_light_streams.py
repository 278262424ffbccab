"""What a light kernel does without when nothing needs it: flushing streams in which nothing was written, a second shell thread."""

# Fails once three more cells have come and wait for its end.
FAILS_WITH_OTHERS_WAITING = """
import asyncio
lock = get_ipython().kernel._main_asyncio_lock
while len(lock._waiters or ()) < 3:
    await asyncio.sleep(0)
1 / 0
"""


def test_what_was_written_is_sent_before_the_kernel_says_that_it_is_done(start):
    kernel = start()
    assert kernel.forked
    assert kernel.run("import sys; print('un'); print('deux', file=sys.stderr)") == "un\ndeux"
    assert kernel.run("x = 1") == ""
    assert kernel.run("print('trois', end='', flush=True); print('quatre')") == "troisquatre"


def test_each_new_listener_is_welcomed(start):
    kernel = start()
    for _ in range(2):
        client = kernel.manager.blocking_client()
        client.start_channels(shell=False, stdin=False, hb=False, control=False)
        try:
            assert client.get_iopub_msg(timeout=30)["msg_type"] == "iopub_welcome"
        finally:
            client.stop_channels()


def test_a_message_goes_through_one_thread(start):
    names = start().ask("[thread.name for thread in __import__('threading').enumerate()]")
    assert not any("shell" in name.lower() for name in names)


def test_a_cell_that_awaits_runs_and_the_next_ones_too(start):
    kernel = start()
    assert kernel.forked
    assert kernel.run("import asyncio; await asyncio.sleep(0); print('un')") == "un"
    assert kernel.run("print('deux')") == "deux"


def test_an_interrupted_cell_that_awaits_stops(start):
    kernel = start()
    endless = "import asyncio; print('parti', flush=True)\nwhile True: await asyncio.sleep(0)"
    kernel.client.execute(endless, stop_on_error=False)  # else the next cell may still be one of those that waited
    while kernel.client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
        pass
    kernel.manager.interrupt_kernel()
    assert kernel.client.get_shell_msg(timeout=60)["content"]["ename"] == "CancelledError"
    assert kernel.ask("1 + 1") == 2


def test_cells_that_waited_for_one_that_fails_are_not_run(start):
    kernel = start()
    asked = [kernel.client.execute(code) for code in (FAILS_WITH_OTHERS_WAITING, "x = 1", "x = 2", "x = 3")]
    said = {}
    while len(said) < len(asked):
        reply = kernel.client.get_shell_msg(timeout=60)
        said[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
    assert [said[one] for one in asked] == ["error", "aborted", "aborted", "aborted"]
    assert kernel.ask("'x' in globals()") is False


def test_it_says_that_it_has_no_subshells(start):
    assert start().client.kernel_info(reply=True, timeout=60)["content"]["supported_features"] == []
