import { token, script, onTheme, calm } from './island.js';

const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [2, 2]];
const grouped = (value, decimals) => value == null ? '—' : value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

function brief(value, english) {
  const size = Math.abs(value);
  const [by, word] = english
    ? size >= 1e9 ? [1e9, 'B'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, '']
    : size >= 1e8 ? [1e8, ' 亿'] : size >= 1e4 ? [1e4, ' 万'] : [1, ''];
  return (value / by).toLocaleString('en-US', { maximumFractionDigits: 2 }) + word;
}

const escaped = text => String(text).replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

function option(spec, width) {
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const small = 12 * scale;
  const lying = spec.kind === 'rows';
  const line = spec.kind === 'line';
  const colours = spec.series.map((s, i) => token(s.meaning === 'due' ? 'due-mark' : s.meaning ?? (spec.series.length === 1 ? 'accent' : 'cat-' + (i % 8 + 1))));
  const text = { color: token('ink-3'), fontSize: small, fontFamily: token('sans') };
  const names = {
    type: 'category', data: spec.categories, boundaryGap: !line, inverse: lying,
    axisLine: { lineStyle: { color: token('line-strong') } }, axisTick: { show: false },
    axisLabel: { ...text, color: token('ink-2'), hideOverlap: true, overflow: lying ? 'truncate' : 'none', width: lying ? Math.min(180, width * .36) : undefined },
  };
  const amounts = {
    type: 'value', scale: false, splitNumber: 4, minInterval: spec.decimals ? undefined : 1, axisLine: { show: false },
    splitLine: { lineStyle: { color: token('line') } }, axisLabel: { ...text, formatter: v => brief(v, spec.english) },
  };
  // Under four lines are named at their ends; more, or several bars, need a legend.
  const ends = line && spec.series.length > 1 && spec.series.length < 6 && width > 420;
  const legend = spec.series.length > 1 && !ends;
  return {
    animation: !calm(), animationDuration: 200, animationDurationUpdate: 200,
    textStyle: { fontFamily: token('sans') },
    grid: { left: 4, right: ends ? Math.min(150, width * .25) : line ? 28 : 16, top: legend ? 34 : spec.target ? 24 : 14, bottom: 4, containLabel: true },
    legend: legend ? { top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: { ...text, color: token('ink-2') } } : undefined,
    tooltip: {
      trigger: 'axis', axisPointer: { type: line ? 'line' : 'shadow', lineStyle: { color: token('line-strong') }, shadowStyle: { color: token('hover'), opacity: .5 } },
      backgroundColor: token('surface'), borderColor: token('line-strong'), borderWidth: 1, padding: [6, 10], extraCssText: 'box-shadow:none;border-radius:4px',
      textStyle: { color: token('ink'), fontSize: 13 * scale, fontFamily: token('sans') },
      formatter: at => escaped(at[0].axisValueLabel) + at.map(p => `<br>${p.marker}${escaped(p.seriesName)} <b>${grouped(p.value, spec.decimals)}</b> ${escaped(spec.unit)}`).join(''),
    },
    xAxis: lying ? amounts : names,
    yAxis: lying ? names : amounts,
    series: spec.series.map((s, i) => ({
      name: s.name, data: s.values, type: line ? 'line' : 'bar', stack: spec.stacked ? 'all' : undefined,
      color: colours[i], lineStyle: { width: 2, type: s.meaning ? 'solid' : dashes[i % dashes.length] }, symbol: 'circle', symbolSize: 5,
      showSymbol: line && s.values.filter(v => v !== null).length < 3, connectNulls: false, barMaxWidth: lying ? 12 : 28, barCategoryGap: '30%', emphasis: { disabled: !line, focus: 'none' },
      endLabel: ends ? { show: true, formatter: '{dot|●} {a}', color: token('ink'), fontSize: small, distance: 4, rich: { dot: { color: colours[i] } } } : undefined,
      labelLayout: ends ? { moveOverlap: 'shiftY' } : undefined,
      markLine: i === 0 && spec.target ? {
        silent: true, symbol: 'none', lineStyle: { color: token('late'), type: 'dashed', width: 1 },
        label: { position: 'insideStartTop', formatter: spec.target.name, color: token('late'), fontSize: small },
        data: [lying ? { xAxis: spec.target.value } : { yAxis: spec.target.value }],
      } : undefined,
    })),
  };
}

export function open(element) {
  let chart, spec;
  const draw = () => { if (chart && spec) chart.setOption(option(spec, element.clientWidth), { notMerge: true }); };
  const wide = new ResizeObserver(() => { chart?.resize(); draw(); });
  const still = onTheme(draw);
  return {
    async show(next) {
      spec = next;
      await script(spec.library);
      if (!element.isConnected) return;
      if (!chart) { chart = window.echarts.init(element, null, { renderer: 'svg' }); wide.observe(element); }
      draw();
    },
    dispose() { wide.disconnect(); still(); chart?.dispose(); chart = undefined; },
  };
}
