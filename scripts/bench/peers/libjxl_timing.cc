// Milliseconds that libjxl's own SSIMULACRA2 and Butteraugli take on a pair of images, in-process and on
// one thread: process start, file reading and PNG decoding are outside of the timed parts. README.md in
// this folder says how to build it.
//
//     libjxl_timing original.png decoded.png [runs]
//
// Prints JSON: the scores, and per timed part the median, least and greatest milliseconds of all runs.
//
//   ssimulacra2      ComputeSSIMULACRA2 and Score, from two decoded images
//   butteraugli      ComputeScore and the 3-norm, as butteraugli_main does from two decoded images
//   butteraugli-next the same against a reference that is prepared already (CompareWith and the 3-norm)

#include <hwy/highway.h>
#include <jxl/cms.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/extras/codec.h"
#include "lib/extras/codec_in_out.h"
#include "lib/extras/dec/color_hints.h"
#include "lib/extras/metrics.h"
#include "lib/jxl/base/common.h"
#include "lib/jxl/base/span.h"
#include "lib/jxl/butteraugli/butteraugli.h"
#include "lib/jxl/enc_butteraugli_comparator.h"
#include "lib/jxl/enc_comparator.h"
#include "tools/file_io.h"
#include "tools/no_memory_manager.h"
#include "tools/ssimulacra2.h"

namespace {

[[noreturn]] void Fail(const std::string& what) {
  fprintf(stderr, "libjxl_timing: %s\n", what.c_str());
  exit(1);
}

std::unique_ptr<jxl::CodecInOut> Load(const char* path) {
  auto io = jxl::make_unique<jxl::CodecInOut>(jpegxl::tools::NoMemoryManager());
  std::vector<uint8_t> encoded;
  if (!jpegxl::tools::ReadFile(path, &encoded)) Fail(std::string("cannot read ") + path);
  if (!jxl::SetFromBytes(jxl::Bytes(encoded), jxl::extras::ColorHints(), io.get())) {
    Fail(std::string("cannot decode ") + path);
  }
  return io;
}

void Time(const char* name, int runs, const std::function<void()>& part) {
  std::vector<double> ms;
  part();  // warm-up
  for (int i = 0; i < runs; i++) {
    const auto start = std::chrono::steady_clock::now();
    part();
    const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - start;
    ms.push_back(passed.count());
  }
  std::sort(ms.begin(), ms.end());
  const double median = (ms[(runs - 1) / 2] + ms[runs / 2]) / 2;
  printf(",\n  \"%s\": {\"median\": %.3f, \"least\": %.3f, \"greatest\": %.3f}", name, median, ms.front(),
         ms.back());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) Fail("expected original.png decoded.png [runs]");
  const int runs = argc > 3 ? atoi(argv[3]) : 11;
  if (runs < 1) Fail("the number of runs must be 1 or more");
  const auto original = Load(argv[1]);
  const auto decoded = Load(argv[2]);
  const jxl::ImageBundle& a = original->Main();
  const jxl::ImageBundle& b = decoded->Main();
  if (a.xsize() != b.xsize() || a.ysize() != b.ysize()) Fail("the images differ in size");
  if (a.HasAlpha() || b.HasAlpha()) Fail("images with alpha take another path; give images without");

  const JxlCmsInterface& cms = *JxlGetDefaultCms();
  jxl::ButteraugliParams params;
  params.hf_asymmetry = 1.0f;
  params.xmul = 1.0f;
  params.intensity_target = 80.0f;
  double ssimulacra2 = 0;
  float butteraugli = 0;
  double p3 = 0;

  const auto norm = [&](const jxl::ImageF& map) {
    auto result = jxl::ComputeDistanceP(map, params, 3.0);
    if (!result.ok()) Fail("ComputeDistanceP failed");
    p3 = std::move(result).value_();
  };
  const auto scoreSsimulacra2 = [&] {
    auto result = ComputeSSIMULACRA2(a, b);
    if (!result.ok()) Fail("ComputeSSIMULACRA2 failed");
    ssimulacra2 = std::move(result).value_().Score();
  };
  const auto scoreButteraugli = [&] {
    jxl::JxlButteraugliComparator comparator(params, cms);
    jxl::ImageF map;
    if (!ComputeScore(a, b, &comparator, cms, &butteraugli, &map)) Fail("ComputeScore failed");
    norm(map);
  };
  jxl::JxlButteraugliComparator prepared(params, cms);
  if (!prepared.SetReferenceImage(a)) Fail("SetReferenceImage failed");
  const auto nextButteraugli = [&] {
    jxl::ImageF map;
    if (!prepared.CompareWith(b, &map, &butteraugli)) Fail("CompareWith failed");
    norm(map);
  };

  scoreSsimulacra2();
  scoreButteraugli();
  // The widest instruction set that this build and this processor have in common, the one dispatched to.
  const int64_t shared = hwy::SupportedTargets() & HWY_TARGETS;
  const int64_t widest = shared & -shared;
  printf("{\n  \"width\": %zu, \"height\": %zu, \"runs\": %d, \"simd\": \"%s\",\n", a.xsize(), a.ysize(),
         runs, hwy::TargetName(widest));
  printf("  \"scores\": {\"ssimulacra2\": %.8f, \"butteraugli\": %.10f, \"butteraugli-p3\": %.6f}", ssimulacra2,
         butteraugli, p3);
  Time("ssimulacra2", runs, scoreSsimulacra2);
  Time("butteraugli", runs, scoreButteraugli);
  Time("butteraugli-next", runs, nextButteraugli);
  printf("\n}\n");
  return 0;
}
