// Signs, names, popups and the legend of the stand-alone map. All text goes in as text, never as HTML.
const sigap = JSON.parse(document.getElementById("sigap-data").textContent);

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function popup(event) {
  const box = element("div");
  box.append(element("h2", event.title));
  for (const line of event.lines) box.append(element("p", line));
  const table = element("table");
  for (const [label, value] of event.figures) {
    const row = table.insertRow();
    row.insertCell().textContent = label;
    row.insertCell().textContent = value;
  }
  if (event.figures.length) box.append(table);
  return box;
}

function drawEvent(feature, layer) {
  const event = feature.properties;
  if (layer.setIcon) {
    const side = sigap.sizes[event.severity];
    layer.setIcon(L.divIcon({ className: "sigap-sign", html: sigap.signs[event.sign], iconSize: [side, side] }));
    layer.options.alt = layer.options.title = event.title;
    layer.setZIndexOffset(1000 * event.severity);
  }
  layer.bindPopup(() => popup(event), { maxWidth: 320 });
}

function tellArea(feature, layer) {
  layer.bindTooltip(element("span", feature.properties.name), { sticky: true });
}

function nameRegencies(map) {
  const names = sigap.names.map(([lat, lon, name]) => {
    const icon = L.divIcon({ className: "sigap-name", html: element("span", name).outerHTML, iconSize: [0, 0] });
    return L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
  });
  const place = () => placeNames(map, names);
  map.on("zoomend resize overlayadd overlayremove", place);
  place();
}

// Where a name may go when signs stand in its place, in heights of its letters: nearest first, upright before aside.
const TURNS = Array.from({ length: 16 }, (_, n) => (n * Math.PI) / 8).sort((a, b) => Math.abs(Math.sin(a)) - Math.abs(Math.sin(b)));
const AROUND = [[0, 0], ...[1, 2, 3, 4.5, 6, 8].flatMap((reach) => TURNS.map((turn) => [1.6 * reach * Math.sin(turn), -reach * Math.cos(turn)]))];

function placeNames(map, names) {
  const taken = [...map.getPane("markerPane").querySelectorAll(".sigap-sign")].map((sign) => sign.getBoundingClientRect());
  const frame = map.getContainer().getBoundingClientRect();
  for (const name of names) {
    const text = name.getElement().firstChild;
    text.style.translate = "";
    const home = text.getBoundingClientRect();
    const boxes = AROUND.map(([x, y]) => shifted(home, x * home.height, y * home.height));
    const clear = boxes.filter((box) => !taken.some((other) => meet(box, other)));
    const box = clear.find((each) => within(each, frame)) ?? clear[0] ?? boxes[0];
    text.style.translate = `${box.left - home.left}px ${box.top - home.top}px`;
    taken.push(box);
  }
}

const shifted = ({ left, top, right, bottom }, x, y) => ({ left: left + x, top: top + y, right: right + x, bottom: bottom + y });
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

function fit(map) {
  const wide = map.getSize().x > 900;
  map.fitBounds(sigap.bounds, { paddingTopLeft: [16, 16], paddingBottomRight: [wide ? 290 : 16, wide ? 16 : 60] });
}

function finish(map) {
  const far = () => map.getContainer().classList.toggle("sigap-far", map.getZoom() < 9.5);
  map.on("zoomend", far);
  fit(map);
  far();
  nameRegencies(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution(element("span", sigap.credit).outerHTML);
  const legend = L.control({ position: "bottomright" });
  legend.onAdd = () => {
    const box = element("details", "", "sigap-legend");
    box.open = window.innerWidth > 640;
    box.append(element("summary", sigap.legendTitle));
    const list = element("ul");
    for (const key of sigap.legend) {
      const line = element("li");
      line.innerHTML = sigap.signs[key.sign] ?? key.svg;
      line.append(element("span", key.label));
      list.append(line);
    }
    box.append(list);
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    return box;
  };
  legend.addTo(map);
}
