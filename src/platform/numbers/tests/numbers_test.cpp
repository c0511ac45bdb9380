#include "platform/numbers/numbers.h"

#include <random>

#include "platform/db/testing.h"

namespace jauap::numbers {
namespace {

std::string read(std::string_view typed) {
  const auto parsed = parse(typed);
  return parsed ? parsed->canonical() : "none";
}

TEST(Number, may_be_typed_in_many_ways) {
  for (const std::string_view typed :
       {"KZ75-A-2026-000284", "kz75-a-2026-000284", "KZ75A2026000284", "kz75a2026000284", "KZ75-A-26-284",
        "kz75 a 26 284", "KZ75-A-26-000284", "KZ75A26000284", "KZ75A26-284", "KZ 75 A 2026 284",
        " KZ75-A-2026-000284\n", "№ KZ75-A-2026-000284", "KZ75–A–2026–000284", "KZ75 — A — 2026 — 000284",
        "KZ75-A-2026-0000000284", "KZ75/A/2026/284", "KZ75\u00a0A\u00a02026\u00a0284"})
    EXPECT_EQ(read(typed), "KZ75-A-2026-000284") << typed;
}

TEST(Number, takes_cyrillic_letters_that_look_like_the_latin_ones) {
  EXPECT_EQ(read("КZ75-А-2026-000284"), "KZ75-A-2026-000284");
  EXPECT_EQ(read("кz75-а-26-284"), "KZ75-A-2026-000284");
  const std::string_view latin = "ABEKMHOPCTX";
  const std::vector<std::string> upper{"А", "В", "Е", "К", "М", "Н", "О", "Р", "С", "Т", "Х"};
  const std::vector<std::string> lower{"а", "в", "е", "к", "м", "н", "о", "р", "с", "т", "х"};
  for (std::size_t i = 0; i < latin.size(); ++i) {
    const std::string expected = std::string("KZ75-") + latin[i] + "-2026-000001";
    EXPECT_EQ(read("KZ75-" + upper[i] + "-2026-000001"), expected);
    EXPECT_EQ(read("KZ75" + lower[i] + "26000001"), expected);
  }
}

TEST(Number, is_none_when_a_part_is_missing_or_wrong) {
  for (const std::string_view typed : {"",
                                       "-",
                                       "75-26-284",
                                       "KZ75-26-284",
                                       "A-26-284",
                                       "KZ75-A-284",
                                       "KZ75-A-2026",
                                       "KZ75-A-2026-",
                                       "KZ75-A-2026-0",
                                       "KZ75-A-26284",
                                       "KZ75A26284",
                                       "KZ7-A-2026-1",
                                       "KZ755-A-2026-1",
                                       "KAZ75-A-2026-1",
                                       "KZ75-AA-2026-1",
                                       "KZ75-A-226-1",
                                       "KZ75-A-1926-1",
                                       "KZ75-A-20266-1",
                                       "KZ75-A-2026-1-2",
                                       "KZ75-A-2026-1x",
                                       "KZ75-A-2026-1234567890123",
                                       "KZ75-A-2026-000284!",
                                       "KZ75-A-2026-٢٨٤",
                                       "KZ75-Ж-2026-000284",
                                       "KZ75-A-2026-+1",
                                       "<script>",
                                       "\xff\xfe",
                                       "KZ75-A-2026-000284 KZ75-A-2026-000285"})
    EXPECT_EQ(read(typed), "none") << typed;
  EXPECT_EQ(read(std::string(1'000'000, '-')), "none");
  EXPECT_EQ(read(std::string("KZ75-A-2026-000284\0", 19)), "none");
}

TEST(Number, grows_beyond_six_digits) {
  EXPECT_EQ(read("KZ75-A-2026-1000000"), "KZ75-A-2026-1000000");
  EXPECT_EQ(read("kz75a20261000000"), "KZ75-A-2026-1000000");
}

// Writes a number as a person might, by chance.
std::string typed_by_chance(const Parsed& parsed, std::mt19937& chance) {
  const bool dashes = chance() % 2;
  const bool two_digits = chance() % 2;
  auto serial = std::to_string(parsed.serial);
  const std::size_t width = dashes && chance() % 2 ? 0 : 6;
  if (serial.size() < width) serial.insert(0, width - serial.size(), '0');
  const std::string dash = dashes ? (chance() % 2 ? "-" : " ") : "";
  const auto year = std::to_string(parsed.year).substr(two_digits ? 2 : 0);
  std::string typed = parsed.place_code + dash + parsed.letter + dash + year + dash + serial;
  if (chance() % 2)
    for (auto& c : typed) c = char(std::tolower(static_cast<unsigned char>(c)));
  return typed;
}

TEST(Number, whatever_way_it_is_typed_it_is_the_same_number) {
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 chance(seed);
  for (int i = 0; i < 20'000; ++i) {
    // A year 20 with two digits and a serial of eight, run together, reads as a year of four: no such year is in use.
    const Parsed parsed{"KZ" + std::to_string(10 + chance() % 90), char('A' + chance() % 26), int(2021 + chance() % 79),
                        std::int64_t(1 + chance() % 9'999'999)};
    const auto typed = typed_by_chance(parsed, chance);
    ASSERT_EQ(read(typed), parsed.canonical()) << typed;
  }
}

TEST(Number, no_bytes_break_the_reading_and_what_is_read_is_read_again_the_same) {
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 chance(seed);
  const std::string_view bytes = "KZ75-A-2026-000284 kza/–\xd0\x90\xd0\xe2\x80\x93\xc2\xa0\0";
  for (int i = 0; i < 100'000; ++i) {
    std::string typed;
    for (auto left = chance() % 24; left > 0; --left) typed.push_back(bytes[chance() % bytes.size()]);
    if (const auto parsed = parse(typed)) {
      ASSERT_EQ(read(parsed->canonical()), parsed->canonical()) << typed;
    }
  }
}

struct Numbers : db::ContractTest {
  std::string next_kept(std::int64_t place, std::string_view code, char letter, int year) {
    std::string number;
    write([&](db::Tx& tx) {
      number = next(tx, place, code, letter, year);
      return true;
    });
    return number;
  }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Numbers, db::each_database(), db::database_name);

TEST_P(Numbers, begin_with_one_for_each_place_kind_and_year) {
  EXPECT_EQ(next_kept(75, "KZ75", 'A', 2026), "KZ75-A-2026-000001");
  EXPECT_EQ(next_kept(75, "KZ75", 'A', 2026), "KZ75-A-2026-000002");
  EXPECT_EQ(next_kept(75, "KZ75", 'P', 2026), "KZ75-P-2026-000001");
  EXPECT_EQ(next_kept(75, "KZ75", 'A', 2027), "KZ75-A-2027-000001");
  EXPECT_EQ(next_kept(71, "KZ71", 'A', 2026), "KZ71-A-2026-000001");
  EXPECT_EQ(next_kept(75, "KZ75", 'A', 2026), "KZ75-A-2026-000003");
}

TEST_P(Numbers, a_refused_or_failed_command_leaves_no_gap) {
  db::Writer writer(location(), {});
  std::string number;
  const auto take = [&](db::Tx& tx) {
    number = next(tx, 75, "KZ75", 'A', 2026);
    return true;
  };
  EXPECT_EQ(writer.run(take), db::Fate::committed);
  EXPECT_EQ(writer.run([&](db::Tx& tx) { return take(tx) && false; }), db::Fate::refused);
  EXPECT_EQ(writer.run([&](db::Tx& tx) -> bool { throw db::Conflict(take(tx) ? "on purpose" : ""); }),
            db::Fate::conflicted);
  EXPECT_EQ(writer.run([&](db::Tx& tx) -> bool { throw std::runtime_error(take(tx) ? "on purpose" : ""); }),
            db::Fate::failed);
  EXPECT_EQ(writer.run(take), db::Fate::committed);
  EXPECT_EQ(number, "KZ75-A-2026-000002");
}

}  // namespace
}  // namespace jauap::numbers
