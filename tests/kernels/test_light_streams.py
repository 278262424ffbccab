"""What a light kernel does without when nothing needs it: flushing streams in which nothing was written, a second shell thread."""


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
