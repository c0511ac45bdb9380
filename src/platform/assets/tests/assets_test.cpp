#include "platform/assets/assets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace jauap::assets {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Assets, are_found_by_the_address_that_pages_name) {
  for (const auto* name : {"page.js", "case.js", "print.css", "desk.css", "favicon.svg"}) {
    const auto* asset = find(url(name));
    ASSERT_NE(asset, nullptr) << name;
    EXPECT_EQ(asset->name, name);
    EXPECT_THAT(std::string(asset->path), StartsWith("/assets/"));
    EXPECT_FALSE(asset->bytes.empty());
    EXPECT_FALSE(asset->gzip.empty());
  }
  EXPECT_EQ(find("/assets/page.js"), nullptr);
  EXPECT_EQ(find("/assets/../secret"), nullptr);
  EXPECT_THROW(url("no.js"), std::logic_error);
}

TEST(Assets, stay_within_the_budget_of_a_page) {
  for (const auto& asset : all()) EXPECT_LE(asset.gzip.size(), 10u * 1024) << asset.name;
}

TEST(CoreSheet, can_stand_inside_a_style_element_and_asks_nobody_for_anything) {
  const std::string sheet(core_css());
  EXPECT_GT(sheet.size(), 1000u);
  EXPECT_THAT(sheet, Not(HasSubstr("</")));
  EXPECT_THAT(sheet, Not(HasSubstr("url(")));
  EXPECT_THAT(sheet, Not(HasSubstr("@import")));
  EXPECT_THAT(std::string(core_css_hash()), StartsWith("sha256-"));
}

}  // namespace jauap::assets
