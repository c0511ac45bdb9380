#include "base/id.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

using namespace jauap;

using CaseId = Id<struct Case>;
static_assert(!std::is_convertible_v<CaseId, Id<struct Other>>);
static_assert(!std::is_convertible_v<std::int64_t, CaseId>);

constexpr Instant noon{1767225600000};  // 2026-01-01T00:00:00Z

TEST(IdMaker, an_id_is_not_the_empty_one) {
  IdMaker maker(1);
  EXPECT_TRUE(bool(maker.next<CaseId>(noon)));
  EXPECT_FALSE(bool(CaseId{}));
}

TEST(IdMaker, ids_grow_even_when_the_clock_steps_back) {
  IdMaker maker(1);
  auto last = maker.next<CaseId>(noon);
  for (int i = 0; i < 10000; ++i) {
    const auto id = maker.next<CaseId>(noon.minus(std::chrono::milliseconds(i)));
    ASSERT_LT(last, id);
    last = id;
  }
}

TEST(IdMaker, a_later_moment_gives_a_greater_id_on_any_node) {
  IdMaker low(0), high(1023);
  EXPECT_LT(high.next<CaseId>(noon), low.next<CaseId>(noon.plus(std::chrono::milliseconds(1))));
}

TEST(IdMaker, two_nodes_never_make_the_same_id) {
  IdMaker one(1), two(2);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 5000; ++i) {
    EXPECT_TRUE(seen.insert(one.next<CaseId>(noon).value).second);
    EXPECT_TRUE(seen.insert(two.next<CaseId>(noon).value).second);
  }
}

TEST(IdMaker, threads_never_share_an_id) {
  IdMaker maker(3);
  std::vector<std::vector<std::int64_t>> made(4);
  std::vector<std::thread> threads;
  for (auto& mine : made)
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) mine.push_back(maker.next<CaseId>(noon).value);
    });
  for (auto& thread : threads) thread.join();
  std::set<std::int64_t> all;
  for (const auto& mine : made) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 20000u);
}
