"use strict";
// Points at the marks of charts: what each says stands in `data-readings` of its figure, where it stands follows from the
// scales on its plot. Without this script a chart is a picture with its numbers in a table beneath.
const SVG = "http://www.w3.org/2000/svg";
const NEAR = 40;

function made(tag, attributes, text) {
  const svg = ["svg", "path", "circle"].includes(tag);
  const element = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  if (text) element.textContent = text;
  return element;
}

function read(lines) {
  const plots = [], names = new Set();
  let name = "", source = "", row = 0;
  for (const line of lines.split("\n")) {
    const kind = line[0], rest = line.slice(1);
    if (kind === "#") plots.push([]);
    else if (kind === "=") { name = rest; source = ""; row += 1; names.add(name); }
    else if (kind === "~") source = rest;
    else if (line) {
      const [x, y, text] = line.split("\t");
      plots.at(-1).push({ x: Number(x), y: Number(y), text, name, source, row, plot: plots.length });
    }
  }
  return [plots, [...names]];
}

function scale(told) {
  const [low, high, start, stop] = told.split(" ").map(Number);
  return (value) => start + ((value - low) / (high - low)) * (stop - start);
}

function placed(svg, plots) {
  const drawn = [...svg.querySelectorAll("g[data-x]")];
  return plots.flatMap((readings, place) => {
    if (!drawn[place]) return [];
    const plot = drawn[place].dataset, moved = drawn[place].transform.baseVal[0].matrix;
    const across = scale(plot.x), lanes = (plot.lanes ?? "").split(" ").map(Number);
    const down = plot.lanes ? (row) => lanes[row] : scale(plot.y);
    return readings.map((each) => ({ ...each, left: moved.e + across(each.x), top: moved.f + down(each.y) }));
  });
}

function live(figure) {
  const [plots, names] = read(figure.dataset.readings), off = new Set();
  const tip = made("p", { class: "tip", role: "status", hidden: "" });
  figure.append(tip);
  for (const svg of figure.querySelectorAll(":scope > div > svg")) point(svg, plots, off, tip);
  const series = names.filter((_, number) => figure.querySelector(`[data-s="${number}"]`));
  if (series.length > 1) legend(figure, series, names, off, tip);
}

function point(svg, plots, off, tip) {
  const all = placed(svg, plots), ring = made("circle", { class: "ring", r: 6, visibility: "hidden" });
  if (all.length === 0) return;
  let at = null;
  svg.append(ring);
  svg.setAttribute("tabindex", "0");
  svg.setAttribute("role", "application");
  svg.setAttribute("aria-roledescription", "chart: arrow keys go from value to value");
  const seen = () => all.filter((each) => !off.has(each.name));

  function show(reading) {
    at = reading;
    tip.hidden = !reading;
    ring.setAttribute("visibility", reading ? "visible" : "hidden");
    if (!reading) return;
    ring.setAttribute("cx", reading.left);
    ring.setAttribute("cy", reading.top);
    tip.replaceChildren(
      made("b", {}, reading.name), made("span", {}, reading.text), made("small", {}, reading.source));
    const box = svg.getBoundingClientRect(), home = tip.offsetParent.getBoundingClientRect();
    const ratio = box.width / svg.viewBox.baseVal.width;
    const left = box.left - home.left + reading.left * ratio, most = home.width - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(left + 12, most))}px`;
    tip.style.top = `${box.top - home.top + reading.top * ratio + 14}px`;
  }

  function nearest(event) {
    const box = svg.getBoundingClientRect(), ratio = svg.viewBox.baseVal.width / box.width;
    const x = (event.clientX - box.left) * ratio, y = (event.clientY - box.top) * ratio;
    const far = (each) => Math.hypot(each.left - x, each.top - y);
    const best = seen().reduce((one, other) => (one ? (far(one) > far(other) ? other : one) : other), null);
    return best ? (far(best) > NEAR ? null : best) : null;
  }

  function step(key) {
    const there = seen(), rows = [...new Set(there.map((each) => each.row))];
    const of = (row) => there.filter((each) => each.row === row);
    if (!at || off.has(at.name)) return there[0];
    const own = of(at.row), place = own.indexOf(at);
    const moves = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: own.length - 1 };
    if (key in moves) return own[moves[key]] ?? at;
    const row = rows[rows.indexOf(at.row) + (key === "ArrowDown" ? 1 : -1)];
    const away = (each) => Math.abs(each.x - at.x);
    return row ? of(row).reduce((one, other) => (away(one) > away(other) ? other : one)) : at;
  }

  svg.addEventListener("pointermove", (event) => show(nearest(event)));
  svg.addEventListener("pointerdown", (event) => show(nearest(event)));
  svg.addEventListener("pointerleave", () => show(null));
  svg.addEventListener("focus", () => show(at ?? seen()[0] ?? null));
  svg.addEventListener("blur", () => show(null));
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(null);
    if (!["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(step(event.key) ?? null);
  });
}

function legend(figure, series, names, off, tip) {
  const group = made("div", { class: "legend", role: "group", "aria-label": "Series: press to hide or show" });
  for (const name of series) {
    const marks = figure.querySelectorAll(`[data-s="${names.indexOf(name)}"]`);
    const inked = [...marks].find((each) => each.getAttribute("stroke")) ?? marks[0];
    const look = { d: "M0,4h22", stroke: inked.getAttribute("stroke") ?? inked.getAttribute("fill"), "stroke-width": 3 };
    if (inked.getAttribute("stroke-dasharray")) look["stroke-dasharray"] = inked.getAttribute("stroke-dasharray");
    const button = made("button", { type: "button", "aria-pressed": "true" });
    const piece = made("svg", { viewBox: "0 0 22 8", "aria-hidden": "true" });
    piece.append(made("path", look));
    button.append(piece, made("span", {}, name));
    button.addEventListener("click", () => {
      const hide = !off.has(name);
      if (hide) off.add(name); else off.delete(name);
      button.setAttribute("aria-pressed", String(!hide));
      marks.forEach((each) => each.classList.toggle("off", hide));
      tip.hidden = true;
    });
    group.append(button);
  }
  figure.querySelector(".chart-title").after(group);
}

document.querySelectorAll("figure[data-readings]").forEach(live);
