// Any bytes as a policy: read or refused; all witnesses together meet every quorum that can be met, none never more
// than all.
#include <cstddef>
#include <cstdint>

#include "base/invariant.h"
#include "platform/tlog/tlog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jauap;
  using namespace jauap::tlog;
  const auto policy = parse_policy({reinterpret_cast<const char*>(data), size});
  if (!policy) {
    invariant(!policy.wrong().empty(), "a refusal says why");
    return 0;
  }
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < policy->members.size(); ++i)
    if (policy->members[i].is_witness()) all.push_back(i);
  invariant(policy->is_met(all), "all witnesses are a quorum");
  invariant(!policy->quorum || !policy->is_met({}), "a quorum needs somebody");
  invariant(policy->agrees_with(*policy), "a policy agrees with itself");
  return 0;
}
