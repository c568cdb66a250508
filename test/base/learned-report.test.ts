import { expect, test } from 'vitest';
import { type LearnedReport, learnedReport } from '#src/base/learned-report.js';

const part = { parameters: 10, fileBytes: 40, macsPerPixel: 2.5 };
const report: LearnedReport = {
  model: 'm',
  coder: 'rans',
  provider: 'cpu',
  payloadBytes: 12,
  estimatedBits: null,
  parts: {
    analysis: { ...part, used: 'encode' },
    synthesis: { ...part, used: 'decode' },
    prior: { ...part, used: 'both' },
  },
};

test('a report is read as it is, with parts of either direction and of both', () => {
  expect(learnedReport.parse(report)).toEqual(report);
  expect(learnedReport.parse({ ...report, estimatedBits: 90.5 }).estimatedBits).toBe(90.5);
});

test('what is no count of bytes and no direction is refused', () => {
  for (const broken of [
    { ...report, payloadBytes: -1 },
    { ...report, payloadBytes: 1.5 },
    { ...report, estimatedBits: -1 },
    { ...report, parts: { analysis: { ...part, used: '' } } },
    { ...report, parts: { analysis: { ...part, used: 'both', macsPerPixel: -1 } } },
  ]) {
    expect(learnedReport.safeParse(broken).success).toBe(false);
  }
});
