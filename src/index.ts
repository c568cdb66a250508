/**
 * Pareto as a library: what the commands do, without the commands. The rooms behind it have doors of
 * their own: `paretobench/codecs`, `/metrics`, `/entropy`, `/curves`, `/results`.
 */
export { type ErrorCode, errorCodes } from './base/error-codes.js';
export { UndefinedError, UsageError, WorkError } from './base/errors.js';
export type { Warn } from './base/warn.js';
export {
  type CodingOptions,
  codecs,
  type Decoded,
  type DecodeOptions,
  decode,
  decodeFile,
  type Encoded,
  encode,
  type FileSource,
  jpegCodecs,
  loadImage,
  type PictureSource,
} from './codecs/index.js';
export { type CollectSite, openCollect } from './collect/collect.js';
export type { CollectOptions } from './collect/plan.js';
export type { Receipt } from './collect/receive.js';
export type { CollectServer } from './collect/server.js';
export type { CompareReport } from './compare/compare.js';
export { bdDistortion, bdRate, bdTime, paretoFront } from './curves/index.js';
export type { Dataset, ImageRef } from './datasets/dataset.js';
export type { Estimate } from './estimate/answer.js';
export { estimate } from './estimate/estimate.js';
export type { EstimateOptions } from './estimate/options.js';
export type { EstimateStep } from './estimate/step.js';
export type { ImportedCurve } from './formats/import.js';
export { type Area, centreCrop, crop } from './image/crop.js';
export { encodePng, savePng } from './image/files/save.js';
export type { FilterName } from './image/filters.js';
export { type ImageDataLike, rasterOf } from './image/image-data.js';
export { type Channels, createRaster, type Depth, type Raster } from './image/raster.js';
export { readLeaderboard, writeLeaderboard } from './leaderboard/leaderboard-file.js';
export type { Leaderboard } from './leaderboard/schema.js';
export { type BuildLeaderboardOptions, buildLeaderboard } from './library/build-leaderboard.js';
export {
  type CalibrateEstimatesOptions,
  calibrateEstimates,
} from './library/calibrate-estimates.js';
export {
  type CheckCodecOptions,
  type CheckedCodec,
  type CheckedLevel,
  checkCodec,
} from './library/check-codec.js';
export { type CompactResultsOptions, compactResults } from './library/compact-results.js';
export {
  type ComparedEstimates,
  type CompareEstimatesOptions,
  compareEstimates,
} from './library/compare-estimates.js';
export {
  type CompareResultsOptions,
  compareResults,
  type ResultsSide,
} from './library/compare-results.js';
export { estimateWhole, type WholeOptions } from './library/estimate-whole.js';
export {
  type ExportedResults,
  type ExportResultsOptions,
  exportResults,
} from './library/export-results.js';
export {
  type ImportCurvesOptions,
  type ImportedCurves,
  importCurves,
} from './library/import-curves.js';
export { type MergeResultsOptions, mergeResults } from './library/merge-results.js';
export {
  checkModel,
  exportModel,
  type ListedModel,
  listModels,
  planModelExport,
} from './library/models.js';
export { type PublishPageOptions, publishPage } from './library/publish-page.js';
export {
  type PageEvent,
  type WritePageOptions,
  type WrittenPage,
  writePage,
} from './library/write-page.js';
export {
  type BrowserMetricId,
  createScoring,
  type ErrorMap,
  type MapDefinition,
  type Metric,
  type MetricResult,
  metrics,
  type PictureInMemory,
  type Score,
  type ScoreEachFunction,
  type ScoreFunction,
  type ScoreOptions,
  type ScoreRastersOptions,
  type Scorer,
  type Scoring,
  type Tile,
  type Values,
} from './metrics/index.js';
export type { CheckedModel } from './models/check.js';
export type { ModelExportOptions, ModelExportPlan, ModelExportRun } from './models/export.js';
export type { FormatId } from './optimize/formats/table.js';
export type { MetadataKind } from './optimize/metadata/kinds.js';
export { type OptimizeSession, openOptimizer, optimize } from './optimize/optimize.js';
export {
  type FileReport,
  type FilesReport,
  type OptimizeFilesOptions,
  optimizeFiles,
} from './optimize/optimize-files.js';
export type { OptimizeOptions } from './optimize/options.js';
export type { DistanceNorm, OptimizeMode, PresetName } from './optimize/presets.js';
export type { OptimizeCandidate, OptimizeResult, OptimizeStep } from './optimize/result.js';
export type { Choice, PickAnswer } from './pick/answer.js';
export { type PickRequest, pick } from './pick/pick.js';
export { type ResizeManyOptions, resizeMany } from './resize/batch.js';
export type { OutputId } from './resize/formats.js';
export type { Fit, Gravity } from './resize/geometry.js';
export { type PictureInfo, pictureInfo } from './resize/info.js';
export type { BatchProgress } from './resize/ledger.js';
export type { ManifestPicture } from './resize/manifest.js';
export type { ResizeOptions } from './resize/options.js';
export type { NamedPicture } from './resize/plan-batch.js';
export { type ResizeOneOptions, resize } from './resize/resize.js';
export type { ResizedFile, ResizedPicture, ResizeReport } from './resize/result.js';
export type { FilesRead } from './results/read-records.js';
export { type ScorePicturesOptions, score, scoreEach } from './score/score.js';
export { openService, type Service, type ServiceOptions } from './server/service.js';
export type { SweepEvent } from './sweeps/events.js';
export { openImages as openDataset } from './sweeps/open-images.js';
export { type WorkOptions, work } from './sweeps/queue/worker.js';
export type { RdExecutor } from './sweeps/rd/executor.js';
export { openLocalExecutor } from './sweeps/rd/local-executor.js';
export type { RdOutcome, RdTask } from './sweeps/rd/task.js';
export { type SweepRequest, type SweepResult, sweep } from './sweeps/sweep.js';
export { type Published, published } from './verify/published.js';
export { type Check, type VerifyOptions, verifyMetrics } from './verify/verify.js';
