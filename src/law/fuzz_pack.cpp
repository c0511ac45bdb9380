// Any bytes in the place of any file of a pack: nothing but a pack or its faults comes out.
#include <cstdint>
#include <string>

#include "law/explain.h"
#include "law/law.h"
#include "law/load.h"
#include "law/testing.h"

namespace {

using namespace jauap;

// What loads must also work.
void use(const law::Pack& pack, std::string_view text) {
  (void)law::propose_kind(pack, text);
  (void)law::propose_topics(pack, text, "d", 5);
  for (const auto& rule : pack.rules) {
    const auto deadline = law::deadline(pack, rule.id, {pack.calendar.first_day, pack.working_day_ends});
    if (deadline) (void)law::to_json(*deadline, pack);
  }
  (void)pack.instant(pack.civil(Instant{0}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  auto files = law::testing::smallest_pack();
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  files[std::string(law::pack_files[data[0] % law::pack_files.size()])] = bytes;
  const auto loaded = law::load_files(files);
  if (loaded) use(**loaded, bytes);
  if (!loaded) invariant(loaded.problems().size() <= 501, "faults are limited");
  return 0;
}
