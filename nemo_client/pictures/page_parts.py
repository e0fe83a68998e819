"""The style and the script of the page; the script is the only one the page allows, by its hash."""

from __future__ import annotations

from nemo_client.pictures.themes import DARK, LIGHT, Theme

SCRIPT = """
"use strict";
const bars = [...document.querySelectorAll(".bar")];
const lanes = [...document.querySelectorAll(".lane")].map(l => [...l.querySelectorAll(".bar")]);
const facts = document.getElementById("facts"), frame = document.getElementById("frame");
function choose(bar) {
  bars.forEach(b => { b.tabIndex = b === bar ? 0 : -1; b.ariaPressed = String(b === bar); });
  facts.replaceChildren();
  for (const [name, value] of JSON.parse(bar.dataset.facts)) {
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name; dd.textContent = value; facts.append(dt, dd);
  }
  const img = bar.querySelector("img");
  frame.hidden = !img;
  if (img) frame.src = img.src;
}
const middle = b => parseFloat(b.style.left) + parseFloat(b.style.width) / 2;
function step(bar, down) {
  const full = lanes.filter(l => l.length), at = full.findIndex(l => l.includes(bar)) + down;
  const far = b => Math.abs(middle(b) - middle(bar));
  return full[at] && full[at].reduce((a, b) => far(b) < far(a) ? b : a);
}
const keys = {
  ArrowLeft: (b, lane) => lane[lane.indexOf(b) - 1],
  ArrowRight: (b, lane) => lane[lane.indexOf(b) + 1],
  ArrowUp: b => step(b, -1),
  ArrowDown: b => step(b, 1),
  Home: (b, lane) => lane[0],
  End: (b, lane) => lane[lane.length - 1],
};
bars.forEach((bar, n) => {
  bar.tabIndex = n ? -1 : 0;
  bar.addEventListener("focus", () => choose(bar));
  bar.addEventListener("click", () => bar.focus());
  bar.addEventListener("keydown", event => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = keys[event.key](bar, lanes.find(l => l.includes(bar)));
    if (next) next.focus();
  });
});
"""

_LAYOUT = """
*{box-sizing:border-box}
body{margin:0;padding:1rem;font:16px/1.45 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;
background:var(--ground);color:var(--words)}
main{max-width:100rem;margin:auto}
h1{font-size:1.35rem;margin:0;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:1.2rem 0 .4rem}
p{margin:.3rem 0;color:var(--quiet)}
ul{margin:0;padding-left:1.2rem}
li,dd{overflow-wrap:anywhere}
.ruler{position:relative;height:1.5rem;font-size:.8rem;color:var(--quiet)}
.ruler span{position:absolute;white-space:nowrap;border-left:1px solid;padding-left:.2rem}
.ruler .last{border-left:0;border-right:1px solid;padding:0 .2rem 0 0;transform:translateX(-100%)}
.fine{display:none}
.track h2{margin:.6rem 0 .15rem;font-size:.9rem;font-weight:600}
.lane{position:relative;height:2.8rem;margin-bottom:.25rem;background:var(--lane);
border-radius:.25rem;overflow:hidden}
.bar{position:absolute;top:0;height:100%;min-width:2px;padding:0;margin:0;overflow:hidden;
border:1px solid;border-radius:.25rem;font:inherit;font-size:.85rem;text-align:left;
white-space:nowrap;display:flex;align-items:center;cursor:pointer;container-type:inline-size}
@container(max-width:8rem){.bar img{display:none}}
@container(max-width:2rem){.bar span{display:none}}
.bar img{height:100%;width:4.2rem;object-fit:cover;flex:none}
.bar span{padding:0 .4rem;overflow:hidden;text-overflow:ellipsis}
.bar.marked{border-width:3px;border-style:dashed}
.bar:focus{outline:3px solid var(--words);outline-offset:-3px}
.details{min-height:9rem;margin-top:.5rem}
dl{display:grid;grid-template-columns:minmax(4.5rem,max-content) 1fr;gap:.15rem .8rem;margin:0}
dt{color:var(--quiet)}
dd{margin:0}
#frame{max-width:100%;width:20rem;border-radius:.25rem;margin-bottom:.5rem}
#frame[hidden]{display:none}
@media(min-width:900px){
.fine{display:block}
.coarse{display:none}
}
@media(min-width:760px){
.chosen{display:flex;gap:1.2rem;align-items:start}
.timeline{display:grid;grid-template-columns:max-content 1fr;column-gap:.8rem}
.timeline>.ruler{grid-column:2}
.track{display:contents}
.track h2{grid-column:1;margin:.7rem 0 0;max-width:12rem;overflow-wrap:anywhere}
.lanes{grid-column:2;min-width:0}
}
"""


def style() -> str:
    """Return the style sheet: the layout, and the colours of light and dark."""
    dark = f"@media(prefers-color-scheme:dark){{{_colors(DARK)}}}"
    return f":root{{color-scheme:light dark}}{_LAYOUT}{_colors(LIGHT)}{dark}"


def _colors(theme: Theme) -> str:
    told = "".join(
        f".{tone}{{background:{face};border-color:{edge};color:{words}}}"
        for tone, (face, edge, words) in theme.bars.items()
    )
    ground = f"--ground:{theme.ground};--words:{theme.words}"
    return f":root{{{ground};--quiet:{theme.quiet};--lane:{theme.lane}}}{told}"
