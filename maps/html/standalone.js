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
  for (const [lat, lon, name] of sigap.names) {
    const icon = L.divIcon({ className: "sigap-name", html: element("span", name).outerHTML, iconSize: [0, 0] });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
  }
}

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
