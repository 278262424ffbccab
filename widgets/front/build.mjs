// Builds src/ into files named by their content, and tells the template their names. `--check` writes nothing and fails when
// what is committed is not what this would write.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const template = join(here, "../parcours_u/server/share/voila/templates/parcours_u");
const folder = join(template, "static/front");

// ipywidgets' style sheet as a text: only the pages that show a control put it in.
const styles = {
  name: "ipywidgets-styles",
  setup(one) {
    one.onResolve({ filter: /^ipywidgets\.css$/ }, ({ path }) => ({ path, namespace: "styles" }));
    one.onLoad({ filter: /.*/, namespace: "styles" }, async () => {
      const { outputFiles } = await build({
        stdin: {
          contents: '@import "@jupyter-widgets/base/css/index.css"; @import "@jupyter-widgets/controls/css/widgets-base.css";',
          loader: "css",
          resolveDir: here,
        },
        bundle: true,
        minify: true,
        write: false,
        legalComments: "none",
        loader: { ".svg": "dataurl" },
      });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

// One file a step of a page's life, each fetching the next by its name: what is fetched last is built first.
const STEPS = ["ipywidgets", "page", "debut"];

async function built() {
  const files = new Map();
  const names = new Map();
  const inputs = new Set();
  const later = {
    name: "later-steps",
    setup(one) {
      one.onResolve({ filter: /^\.\/\w+\.js$/ }, ({ path, kind }) =>
        kind === "dynamic-import" ? { path: `./${names.get(path.slice(2, -3))}`, external: true } : undefined,
      );
    },
  };
  for (const step of STEPS) {
    const { outputFiles, metafile } = await build({
      entryPoints: { [step]: join(here, `src/${step}.js`) },
      absWorkingDir: here,
      outdir: folder,
      bundle: true,
      format: "esm",
      minify: true,
      target: ["es2022"],
      entryNames: "[name]-[hash]",
      legalComments: "none",
      charset: "utf8",
      metafile: true,
      write: false,
      define: { "process.env.NODE_ENV": '"production"' },
      plugins: [styles, later],
    });
    const [file] = outputFiles;
    names.set(step, relative(folder, file.path));
    files.set(relative(template, file.path), Buffer.from(file.contents));
    Object.entries(Object.values(metafile.outputs)[0].inputs).forEach(([path, { bytesInOutput }]) => bytesInOutput && inputs.add(path));
  }
  const lines = [
    "{#- Written by widgets/front/build.mjs: the scripts that a page starts with, named by their content. -#}",
    `{%- set front_script = "front/${names.get("debut")}" -%}`,
    `{%- set front_page = "front/${names.get("page")}" -%}`,
  ];
  files.set("front.j2", Buffer.from(`${lines.join("\n")}\n`));
  files.set("static/front/SOURCES.txt", Buffer.from(await sources()));
  files.set("static/front/THIRD-PARTY.txt", Buffer.from(await notices(inputs)));
  return files;
}

// What the files were built from, so that a machine without Node can tell that a source has changed since.
async function sources() {
  const names = (await readdir(join(here, "src"))).map((name) => `src/${name}`);
  const told = [];
  for (const name of ["build.mjs", "package-lock.json", ...names.sort()]) {
    const digest = createHash("sha256").update(await readFile(join(here, name)));
    told.push(`${digest.digest("hex")}  ${name}\n`);
  }
  return told.join("");
}

// The licences of what is inside the files.
async function notices(inputs) {
  const packages = new Set(["@jupyter-widgets/controls"]);
  for (const path of inputs) {
    const found = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)?.at(-1);
    if (found) packages.add(found.slice("node_modules/".length, -1));
  }
  const told = ["The files of this folder contain code of these packages.\n"];
  for (const name of [...packages].sort()) {
    const root = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    const file = (await readdir(root)).find((one) => /^(licen[cs]e|copying)/i.test(one));
    const text = file ? (await readFile(join(root, file), "utf8")).trim() : `Licence: ${license}`;
    told.push(`${"=".repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`);
  }
  return told.join("\n").replaceAll("\r\n", "\n");
}

async function committed() {
  const names = await readdir(folder).catch(() => []);
  return new Set([...names.map((name) => `static/front/${name}`), "front.j2"]);
}

const files = await built();
const before = await committed();
const gone = [...before].filter((name) => !files.has(name));
if (process.argv.includes("--check")) {
  const stale = [...gone];
  for (const [name, content] of files) {
    const found = await readFile(join(template, name)).catch(() => null);
    if (!found?.equals(content)) stale.push(name);
  }
  if (stale.length) {
    console.error(`Not what widgets/front/src gives: ${stale.join(", ")}. Run: npm ci && npm run build, in widgets/front.`);
    process.exitCode = 1;
  }
} else {
  await mkdir(folder, { recursive: true });
  for (const name of gone) await rm(join(template, name));
  for (const [name, content] of files) await writeFile(join(template, name), content);
  for (const [name, content] of files) console.log(`${name} ${content.length}`);
}
