// ipywidgets' Layout: the few style properties that a program may give to any widget.

const OWN = /^_/;

function apply(el, layout) {
  for (const [name, value] of Object.entries(layout.attributes)) {
    if (OWN.test(name)) continue;
    el.style.setProperty(name.replaceAll("_", "-"), value ?? "");
  }
}

/** Keep an element's style as the layout says. */
export function follow(el, layout) {
  const show = () => apply(el, layout);
  show();
  layout.on("change", show);
  return () => layout.off("change", show);
}
