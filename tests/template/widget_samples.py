"""Widgets that the course does not use, and that its pages must draw all the same."""

from typing import Any

import anywidget
import traitlets
from IPython.display import JSON, SVG, Image, Javascript, Latex, Markdown, display
from IPython.utils.capture import capture_output
from ipywidgets import HTML, Button, IntSlider, Label, Output, Play, Text, VBox, jsdlink, jslink, link

__all__ = ["Counter", "counter", "everything", "linked", "linked_counters", "show_all", "shown_within"]

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffff3f0300080002fe1b3a6b9b0000000049454e44ae426082"
)


class Counter(anywidget.AnyWidget):
    """A number that a button adds to, and bytes that the kernel turns round."""

    _esm = """
    function render({ model, el }) {
      const add = document.createElement("button");
      const show = () => (add.textContent = `${model.get("name")} : ${model.get("count")}`);
      add.addEventListener("click", () => {
        model.set("count", model.get("count") + 1);
        model.set("sent", new Uint8Array([0, 1, model.get("count"), 255]));
        model.save_changes();
      });
      const back = document.createElement("output");
      const bytes = (value) => Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)).join(" ");
      const returned = () => (back.value = bytes(model.get("returned")));
      model.on("change:count", show);
      model.on("change:returned", returned);
      model.on("msg:custom", (content, buffers) => (back.dataset.said = `${content.word} ${bytes(buffers[0])}`));
      show();
      returned();
      el.append(add, back);
    }
    export default { render };
    """
    _css = ".compte { color: inherit }"
    name = traitlets.Unicode("Compte").tag(sync=True)
    count = traitlets.Int(0).tag(sync=True)
    sent = traitlets.Any(b"").tag(sync=True)
    returned = traitlets.Bytes(b"\x07").tag(sync=True)

    @traitlets.observe("sent")
    def _turn_round(self, change: Any) -> None:
        self.returned = bytes(reversed(bytes(change["new"])))
        self.send({"word": "reçu"}, [self.returned])


def counter() -> Counter:
    """Return a counter, drawn by the page itself."""
    return Counter(name="Seul")


def everything() -> VBox:
    """Return a box of controls, an anywidget among them."""
    output = Output()
    button = Button(description="Dire")

    @button.on_click
    def _(_: Button) -> None:
        with output:
            print("dit dans la sortie")

    text, label = Text(description="Nom"), Label()
    text.observe(lambda change: setattr(label, "value", f"Bonjour {change['new']}"), "value")
    first, second = IntSlider(description="Un", value=3), IntSlider(description="Deux")
    link((first, "value"), (second, "value"))
    return VBox([HTML("<b>gras</b>"), button, text, label, first, second, Counter(name="Dans une boîte"), output])


def linked() -> VBox:
    """Return controls that the browser alone keeps equal."""
    first, second, third = (
        IntSlider(description="Un", value=3),
        IntSlider(description="Deux"),
        IntSlider(description="Trois"),
    )
    jslink((first, "value"), (second, "value"))
    play, played = Play(max=2, interval=10), IntSlider(description="Joué", max=2)
    jsdlink((play, "value"), (played, "value"))
    jsdlink((first, "value"), (third, "value"))
    return VBox([first, second, third, play, played])


def linked_counters() -> None:
    """Show two counters, and nothing of ipywidgets' own: the browser alone keeps them equal."""
    first, second = Counter(name="Premier"), Counter(name="Second")
    jslink((first, "count"), (second, "count"))
    display(first, second)


def show_all(where: str) -> None:
    """Show one thing of each kind that a program may show, saying where."""
    display(Markdown(f"**important** {where}"))
    display(Latex(f"$x^2 < y$ {where}"))
    display(JSON({"clé": f"l’objet {where}"}))
    display(
        SVG('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>window.ran = true</script></svg>')
    )
    display(Image(_PIXEL, format="png", alt=f"Un point {where}"))
    display(Image(_PIXEL, format="png"))
    display(Javascript("window.ran = true"))


def shown_within(where: str) -> Output:
    """Return an Output that holds one thing of each kind.

    Not captured by the Output itself: bare Voilà answers one that captures on the socket where it waits for the cell's reply, whose
    coming it then misses now and then, and the page never ends. The course's own server waits elsewhere.
    """
    with capture_output() as said:
        show_all(where)
    shown = [{"output_type": "display_data", "data": one.data, "metadata": one.metadata} for one in said.outputs]
    return Output(outputs=shown)
