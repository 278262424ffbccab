// ipywidgets' Output: a place of the page where a program writes, after the page is made as well.

import * as output from "@jupyter-widgets/output";

const VIEW = "application/vnd.jupyter.widget-view+json";
const PICTURES = ["image/svg+xml", "image/png", "image/jpeg"];
const READABLE = ["text/markdown", "text/latex", "application/json"]; // as they are written: better than nothing
const SCRIPT = "application/javascript"; // the pages run none
const UNDESCRIBED = "Image sans description";
const COLOURS = /\x1b\[.*?[@-~]/g;
const PRINTED_OVER = /^.*\r+(?=[^\r\n])/gm; // the same of its line as nbconvert takes away
const FAILED = "Une action de cette page n’a pas abouti. Ce qui était enregistré l’est toujours\u00a0: rechargez la page.";

/** The Output classes; `display` draws a widget, named by its id, in an element. */
export function outputs(display) {
  class OutputModel extends output.OutputModel {
    defaults() {
      return { ...super.defaults(), msg_id: "", outputs: [] };
    }

    initialize(attributes, options) {
      super.initialize(attributes, options);
      this.hooks = options.widget_manager.widgets.kernel.hooks;
      this.listenTo(this, "change:msg_id", this.capture);
      this.capture();
    }

    /** Take the outputs that one message causes, as long as the kernel says so. */
    capture() {
      this.hooks.delete(this.previous("msg_id"));
      const cause = this.get("msg_id");
      if (cause) this.hooks.set(cause, (message) => this.write(message));
    }

    write({ header, content }) {
      const kept = this.cleared ? [] : this.get("outputs");
      switch (header.msg_type) {
        case "clear_output":
          if (content.wait) this.cleared = true;
          else this.show([]);
          return true;
        case "stream":
        case "display_data":
        case "execute_result":
        case "error":
          this.cleared = false;
          this.show(followed(kept, { output_type: header.msg_type, ...content }));
          return true;
        default:
          return false;
      }
    }

    show(list) {
      this.set("outputs", list);
      this.save_changes();
    }
  }

  class OutputView extends output.OutputView {
    render() {
      super.render();
      this.listenTo(this.model, "change:outputs", this.show);
      this.show();
    }

    show() {
      this.el.replaceChildren(...this.model.get("outputs").map(drawn));
    }
  }

  function drawn({ output_type: type, text, data = {}, metadata = {} }) {
    const place = document.createElement("div");
    const pictured = PICTURES.find((kind) => data[kind]);
    const readable = READABLE.find((kind) => data[kind] !== undefined);
    if (type === "error") {
      place.className = "pu-avertissement pu-erreur";
      place.textContent = FAILED;
    } else if (type === "stream") {
      place.append(lines(text));
    } else if (data[VIEW]) {
      queueMicrotask(() => display(data[VIEW].model_id, place)); // once it is in the page
    } else if (data["text/html"]) {
      place.innerHTML = joined(data["text/html"]);
    } else if (pictured) {
      place.append(picture(pictured, joined(data[pictured]), metadata));
    } else if (readable) {
      place.append(lines(readable === "application/json" ? JSON.stringify(data[readable], null, 2) : data[readable]));
    } else if (!data[SCRIPT]) {
      place.append(lines(data["text/plain"] ?? ""));
    }
    return place;
  }

  return { OutputModel, OutputView };
}

const joined = (text) => [text].flat().join("");

/** What is shown, and one more thing: what a program prints is one text, however often it is flushed. */
function followed(kept, one) {
  const last = kept.at(-1);
  if (one.output_type !== "stream" || last?.output_type !== "stream" || last.name !== one.name) return [...kept, one];
  // A progress bar prints its line anew each time, and all that is kept goes back to the kernel.
  return [...kept.slice(0, -1), { ...last, text: `${joined(last.text)}${one.text}`.replace(PRINTED_OVER, "") }];
}

/** A picture as a picture: what an SVG one holds is no part of the page, and no script of it runs. */
function picture(type, content, metadata) {
  const image = document.createElement("img");
  image.className = "pu-image";
  image.src = type.endsWith("+xml") ? `data:${type},${encodeURIComponent(content)}` : `data:${type};base64,${content}`;
  image.alt = metadata[type]?.alt ?? metadata.alt ?? UNDESCRIBED;
  return image;
}

function lines(text) {
  const block = document.createElement("pre");
  block.textContent = joined(text).replace(COLOURS, "").replace(PRINTED_OVER, "").replaceAll("\r", "");
  return block;
}
