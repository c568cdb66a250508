/**
 * Every code of an error, with what it says. A code is stable: programs may branch on it. What the
 * error holds in `data` is named behind it.
 */
export const errorCodes = {
  'wrong-use': 'what was asked for makes no sense',
  'failed-work': 'what was rightly asked for failed',
  'undefined-figure': 'the figure does not exist for its subject: trying again is no use',

  'unknown-name': 'a name that a table does not have: kind, name, known',
  'wrong-option': 'an option of the wrong type or out of range: option, expected, got',
  'wrong-setting': 'a setting of a codec that is illegal or without effect: owner, name, got',
  'wrong-spec': 'text that does not name a codec with its settings, or a metric',
  'wrong-size': 'a size that is not WIDTHxHEIGHT: got',
  'broken-plugin': 'a plugin cannot be loaded, or holds something else than is expected',
  'broken-recipe': 'a recipe of a command line is broken',
  'no-rate-knob': 'values of the rate knob are given, and no codec has a knob left: codecs',
  'other-rate-knob':
    'values of quality are given to a codec whose rate is set otherwise: codec, knob',
  'codec-unavailable': 'a codec cannot run on this machine: spec, reason',
  'metric-unavailable': 'metrics cannot be computed on this machine: missing',
  'wrong-input': 'a codec cannot be given these pictures: codec, images',
  'crop-of-file': 'a codec takes whole files and no crop: codec, crop',

  'no-images': 'a folder or file is missing or holds no image: path',
  'not-at-hand': 'a file is neither here nor can be downloaded: file',
  'download-failed': 'no address gave the file',
  'file-differs': 'a file has another SHA-256 than it should: file, expected, got',
  'picture-changed': 'a picture is no longer the one that was planned with: file',
  'broken-image': 'a file is no image that can be read',
  'damaged-image': 'a picture is damaged and can be decoded all the same: file, damage, reason',
  'unsupported-colour':
    'a picture has colours that are not turned into sRGB, as of high dynamic range',
  'wrong-layout': 'samples cannot be brought into the layout that is wanted',
  'too-many-pixels': 'a picture has more pixels than allowed: width, height, maxPixels',
  'implausible-size':
    'a file has more pixels than its length makes plausible: width, height, pixelsPerByte, bytes',
  'too-large-to-store': 'a codec stores no picture of this size: codec, width, height',

  'cannot-read': 'a file cannot be read: file',
  'cannot-write': 'a file cannot be written: file',
  locked: 'another program holds what is to be written to: file',
  'broken-file': 'a file of this program is broken or is something else: file',
  'no-dataset-name': 'what published curves are of cannot be the name of a data set: dataset',
  'several-testbeds': 'times are of several testbeds, and none is named: known',
  'newer-schema': 'a file was written by a newer version of this program: file, schema, known',
  'queue-not-reached': 'no server answers at the address of a queue: address',
  'queue-in-use': 'another program hands out the same sweep by the same queue: address',
  'port-not-free': 'the page cannot be served on a port: port',
  'no-results': 'a folder is no folder of results, or holds none: folder',
  'baseline-read-only': 'the results that come with the project are not written to: folder',
  'results-not-writable': 'the folder of results takes no files: folder',
  'conflicting-results':
    'folders of results say different things of one measurement: of, field, files',
  'other-testbed': 'the name of a testbed stands for another machine: testbed',
  'records-not-written': 'measured records could not be written where they belong',
  'not-in-cache': 'the cache does not hold the bitstream any more',

  'broken-bitstream': 'coded data is broken or cut short',
  'broken-model': 'a model is damaged, or another than its card says',
  'model-missing': 'a model is not on this machine',
  'library-missing': 'a library is not on this machine, or does not start',
  'engine-failed': 'a library refused the work',
  'command-failed': 'a program that was run failed',
  'not-enough-memory': 'the work needs more memory than there is',
  'memory-limit': 'the work took more memory than it may: bytes',
  'time-limit': 'the work took longer than it may: seconds',
  'process-died': 'the process that did the work ended before it was done',
  'too-many-failures': 'more jobs failed than may: share',
  'machine-computes-wrongly': 'a known computation gave another result than everywhere',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorCodes;
