// SPDX-License-Identifier: MIT
// A cassette in YAML.
#include "cassette/yaml.hpp"
#include "fuzz/cassettes.hpp"
#include "fuzz/fuzz.hpp"

using namespace wiretape;

namespace {

// The small reader and yaml-cpp: what the former takes, the latter reads the same.
void check_readers(std::string_view text) {
  const auto documents = cassette::scan_documents(text);
  if (!documents) return;
  for (const auto& document : *documents) {
    const auto own = cassette::read_own_yaml(document);
    const auto either = cassette::read_yaml(document);
    if (!own || !either) continue;
    const auto any = cassette::read_any_yaml(document);
    fuzz::require(any.has_value(), "yaml-cpp reads what the small reader reads");
    fuzz::require_equal(cassette::write_yaml(*any), cassette::write_yaml(*own),
                        "yaml-cpp reads the same as the small reader");
    fuzz::require(*any == *own, "yaml-cpp sees the same lines as the small reader");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::Input(data, size).rest();
  check_readers(text);
  fuzz::check_cassette(text, CassetteFormat::yaml);
  return 0;
}
