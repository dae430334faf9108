// pinyin.tsv: "字<TAB>readings, the usual one first" and "词<TAB>one reading for each character". Only phrases that a reader of single
// characters would get wrong are kept. Tones are left out, ü is v: as people type.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const plain = reading => reading.normalize('NFD').replace(/[\u0300\u0301\u0304\u030c]/g, '').normalize('NFC').replace(/ü/g, 'v').replace(/ê/g, 'e').toLowerCase();
const syllables = reading => reading.trim().split(/\s+/).map(plain);
const isSyllable = text => /^[a-z]{1,6}$/.test(text);

export async function writePinyin({ modules, reference }) {
  const { pinyin } = await import(pathToFileURL(join(modules, 'pinyin-pro', 'dist', 'index.mjs')).href)
    .catch(async () => (await import(pathToFileURL(join(modules, 'pinyin-pro', 'dist', 'index.js')).href)).default);
  const readings = new Map();
  for (const [from, to] of [[0x3007, 0x3007], [0x3400, 0x9fff], [0x20000, 0x2ebef]]) {
    for (let code = from; code <= to; code++) {
      const character = String.fromCodePoint(code);
      const found = pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true, nonZh: 'removed' });
      const all = [...new Set(found.map(plain).filter(isSyllable))];
      if (all.length > 0) readings.set(character, all);
    }
  }

  const phrases = new Map();
  for (const file of ['dict2', 'dict3', 'dict4', 'dict5']) {
    const { default: words } = await import(pathToFileURL(join(modules, 'pinyin-pro', 'dist', 'esm', 'data', `${file}.mjs`)).href);
    for (const [phrase, reading] of Object.entries(words)) phrases.set(phrase, syllables(reading));
  }

  // Names of places and words of government with a reading that the package lacks; each line is a phrase and its reading.
  for (const line of readFileSync(new URL('../pinyin-more.tsv', import.meta.url), 'utf8').split('\n')) {
    if (line && !line.startsWith('#')) phrases.set(line.split('\t')[0], syllables(line.split('\t')[1]));
  }

  const lines = [];
  for (const [character, all] of readings) lines.push(`${character}\t${all.join(' ')}`);
  for (const [phrase, reading] of [...phrases].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const characters = [...phrase];
    const wanted = characters.length === reading.length && characters.every((c, i) => isSyllable(reading[i]) && readings.has(c));
    if (wanted && characters.some(c => readings.get(c).length > 1)) lines.push(`${phrase}\t${reading.join(' ')}`);
  }

  writeFileSync(join(reference, 'pinyin.tsv'), lines.join('\n') + '\n');
}
