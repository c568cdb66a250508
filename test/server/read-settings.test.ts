import { describe, expect, test } from 'vitest';
import { readSettings, shownSettings } from '#src/server/read-settings.js';
import { settingNames, settings, variableOf } from '#src/server/settings.js';

describe('settings', () => {
  test('have defaults, and flags count before the environment before the file', () => {
    expect(readSettings()).toMatchObject({ host: '127.0.0.1', port: 8080, 'max-file': 33_554_432 });
    const file = { port: 1, 'max-file': '1M', log: false };
    const environment = {
      PARETO_SERVE_PORT: '2',
      PARETO_SERVE_MAX_FILE: '',
      PARETO_SERVE_PROXY: 'a, b',
    };
    expect(readSettings({ file, environment, flags: { port: 3 } })).toMatchObject({
      ...{ port: 3, 'max-file': 1_000_000, log: false, proxy: ['a', 'b'] },
    });
    expect(readSettings({ file, environment }).port).toBe(2);
  });

  test.each([
    [{ port: 1.5 }, /^port takes a whole number from 0 to 65535, got 1.5/],
    [{ 'max-file': '12Q' }, /^max-file takes a size such as 32M/],
    [{ 'work-seconds': 'soon' }, /^work-seconds takes a number of seconds/],
    [{ docs: 'perhaps' }, /^docs takes true or false, got 'perhaps'/],
    [{ proxy: true }, /^proxy takes a list/],
  ])('%j is refused', (flags, message) => {
    expect(() => readSettings({ flags })).toThrow(message);
  });

  test('an error names the variable, and no secret is shown', () => {
    const environment = { PARETO_SERVE_SLOTS: '-1' };
    expect(() => readSettings({ environment })).toThrow(/^PARETO_SERVE_SLOTS takes/);
    const shown = shownSettings(readSettings({ flags: { 'api-key': 'hidden' } }));
    expect(JSON.stringify(shown)).not.toContain('hidden');
    expect(Object.keys(shown)).toEqual(settingNames);
    expect(() => readSettings({ flags: { 'api-key': true } })).toThrow(
      /^api-key takes text, got '\(not shown\)'/,
    );
  });

  test.each(settingNames)('the default of %s is one that could be given', (name) => {
    expect(readSettings({ flags: { [name]: settings[name].default } })[name]).toEqual(
      settings[name].default,
    );
    expect(variableOf(name)).toMatch(/^PARETO_SERVE_[A-Z_]+$/);
  });
});
