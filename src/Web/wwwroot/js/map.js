import { token, script, onTheme, calm } from './island.js';

function styles(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  const tag = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address });
  // Before the program's own styles, so that these win.
  document.head.querySelector('link[rel=stylesheet]').before(tag);
}

function bounds(collection) {
  let [w, s, e, n] = [180, 90, -180, -90];
  const walk = c => typeof c[0] === 'number' ? ([w, s, e, n] = [Math.min(w, c[0]), Math.min(s, c[1]), Math.max(e, c[0]), Math.max(n, c[1])]) : c.forEach(walk);
  collection.features.forEach(f => walk(f.geometry.coordinates));
  return [[w, s], [e, n]];
}

// Districts without a figure are hatched, so that none takes them for the lowest class.
const bare = spec => ['in', ['get', 'code'], ['literal', spec.plain ? [] : Object.keys(spec.districts).filter(code => !spec.districts[code].token)]];

function hatch() {
  const size = 8;
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const pen = canvas.getContext('2d');
  pen.fillStyle = token('seq-none');
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = token('line-strong');
  for (const at of [-size, 0, size]) { pen.moveTo(at - 1, size + 1); pen.lineTo(at + size + 1, -1); }
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}

const fill = districts => ['match', ['get', 'code'], ...Object.entries(districts).flatMap(([code, d]) => [code, token(d.token ? 'seq-' + d.token : 'seq-none')]), token('seq-none')];

export function open(element) {
  let map, spec, tip, labels = [], hovered;
  const still = onTheme(() => paint());

  function paint() {
    if (!map?.getLayer('fill')) return;
    map.setPaintProperty('ground', 'background-color', token('ground'));
    map.setPaintProperty('fill', 'fill-color', fill(spec.districts));
    if (map.hasImage('hatch')) map.updateImage('hatch', hatch());
    map.setFilter('bare', bare(spec));
    map.setPaintProperty('border', 'line-color', token('ground'));
    map.setPaintProperty('hover', 'line-color', token('ink'));
  }

  // Larger districts keep their names; a name that would lie on another waits until the reader zooms in.
  function arrange() {
    const taken = [];
    for (const { marker, at } of labels) {
      const { x, y } = map.project(at);
      const label = marker.getElement();
      const half = label.offsetWidth / 2 + 2 || 20;
      const clash = taken.some(t => Math.abs(t.y - y) < 16 && Math.abs(t.x - x) < t.half + half);
      label.style.visibility = clash ? 'hidden' : 'visible';
      if (!clash) taken.push({ x, y, half });
    }
  }

  function pointAt(event) {
    const feature = event.features?.[0];
    const code = feature?.properties.code;
    const district = code && spec.districts[code];
    if (code !== hovered) { hovered = code; map.setFilter('hover', ['==', ['get', 'code'], code ?? '']); }
    map.getCanvas().style.cursor = district?.href ? 'pointer' : '';
    tip.hidden = !district;
    if (!district) return;
    tip.replaceChildren(district.name, ...spec.plain ? [] : [document.createElement('br'), Object.assign(document.createElement('b'), { textContent: district.figure === '—' ? spec.missing : `${district.figure} ${spec.unit}` })]);
    tip.style.left = Math.min(event.point.x + 14, element.clientWidth - tip.offsetWidth - 4) + 'px';
    tip.style.top = Math.max(event.point.y - tip.offsetHeight - 10, 4) + 'px';
  }

  function build(library, collection) {
    library.setWorkerUrl(spec.worker);
    const box = bounds(collection);
    map = new library.Map({
      container: element, bounds: box, fitBoundsOptions: { padding: 20 }, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
      cooperativeGestures: true, fadeDuration: 0, locale: spec.words ?? {}, maxZoom: 12, minZoom: 4,
      style: {
        version: 8,
        sources: { districts: { type: 'geojson', data: collection } },
        layers: [
          { id: 'ground', type: 'background', paint: { 'background-color': token('ground') } },
          { id: 'fill', type: 'fill', source: 'districts', paint: { 'fill-color': fill(spec.districts), 'fill-color-transition': { duration: calm() ? 0 : 200 } } },
          { id: 'bare', type: 'fill', source: 'districts', filter: bare(spec), paint: { 'fill-pattern': 'hatch' } },
          { id: 'border', type: 'line', source: 'districts', paint: { 'line-color': token('ground'), 'line-width': 1 } },
          { id: 'hover', type: 'line', source: 'districts', filter: ['==', ['get', 'code'], ''], paint: { 'line-color': token('ink'), 'line-width': 2 } },
        ],
      },
    });
    map.on('styleimagemissing', () => map.hasImage('hatch') || map.addImage('hatch', hatch(), { pixelRatio: 2 }));
    map.touchZoomRotate.disableRotation();
    map.addControl(new library.NavigationControl({ showCompass: false }), 'top-right');
    tip = Object.assign(document.createElement('div'), { className: 'map-tip', hidden: true });
    element.append(tip);
    labels = collection.features
      .map(f => ({ code: f.properties.code, at: f.properties.center }))
      .filter(f => f.at && spec.districts[f.code])
      .sort((a, b) => spec.districts[b.code].area - spec.districts[a.code].area)
      .map(({ code, at }) => {
        const label = Object.assign(document.createElement('span'), { className: 'map-label', textContent: spec.districts[code].label, ariaHidden: 'true' });
        return { at, marker: new library.Marker({ element: label, opacityWhenCovered: '1' }).setLngLat(at).addTo(map) };
      });
    map.on('idle', () => { element.dataset.drawn = map.queryRenderedFeatures({ layers: ['fill'] }).length; });
    for (const event of ['move', 'load', 'resize']) map.on(event, arrange);
    for (const event of ['mousemove', 'mouseleave']) map.on(event, 'fill', pointAt);
    map.on('click', 'fill', event => {
      const href = spec.districts[event.features[0].properties.code]?.href;
      if (href) location.assign(href);
    });
  }

  return {
    async show(next) {
      const first = !map;
      spec = next;
      if (!first) { paint(); return; }
      styles(spec.style);
      const [collection] = await Promise.all([fetch(spec.boundaries).then(r => r.ok ? r.json() : Promise.reject(new Error('boundaries ' + r.status))), script(spec.library)]);
      if (!element.isConnected) return;
      try { build(window.maplibregl, collection); } catch (fault) { map?.remove(); map = undefined; element.textContent = spec.failed; console.warn(fault); }
    },
    dispose() { still(); map?.remove(); map = undefined; },
  };
}
