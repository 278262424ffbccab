"""ipywidgets, imported before the light kernel was there, answers in it as in any other: to who comes back, and to who makes a widget."""

from typing import Any

from asked_kernel import AskedKernel

SPINNER = {
    "_model_module": "@jupyter-widgets/controls",
    "_model_module_version": "2.0.0",
    "_model_name": "IntTextModel",
    "_view_module": "@jupyter-widgets/controls",
    "_view_module_version": "2.0.0",
    "_view_name": "IntTextView",
    "value": 3,
}


def send(kernel: AskedKernel, kind: str, comm: str, version: str = "", **content: Any) -> None:
    """Send what a page sends of a widget."""
    message = kernel.client.session.msg(kind, {"comm_id": comm, **content}, metadata={"version": version})
    kernel.client.shell_channel.send(message)


def heard(kernel: AskedKernel, comm: str) -> dict[str, Any]:
    """Return the first thing that the kernel says of a comm, when it is not that it has closed it."""
    while True:
        told = kernel.client.get_iopub_msg(timeout=60)
        if told["content"].get("comm_id") == comm:
            assert told["msg_type"] == "comm_msg"
            data: dict[str, Any] = told["content"]["data"]
            return data


def test_who_comes_back_is_told_the_widgets_that_are_there(start):
    kernel = start()
    assert kernel.forked
    kernel.run("from ipywidgets import IntSlider; slider = IntSlider(7)")
    slider = kernel.ask("slider.model_id")
    send(kernel, "comm_open", "coming-back", "1.0.0", target_name="jupyter.widget.control", data={})
    send(kernel, "comm_msg", "coming-back", data={"method": "request_states"})
    assert heard(kernel, "coming-back")["states"][slider]["state"]["value"] == 7


def test_a_page_may_make_a_widget(start):
    kernel = start()
    send(kernel, "comm_open", "made-there", "2.1.0", target_name="jupyter.widget", data={"state": SPINNER})
    assert heard(kernel, "made-there")["state"]["value"] == 3
