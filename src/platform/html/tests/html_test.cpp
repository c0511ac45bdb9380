#include "platform/html/html.h"

#include <gtest/gtest.h>

namespace jauap::html {
namespace {
using namespace tags;
}

TEST(Markup, shows_what_was_typed_and_never_runs_it) {
  EXPECT_EQ(p({"<script>alert('x')</script> & \"y\""}).markup(),
            "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;</p>");
  EXPECT_EQ(p({attr("title", "\"><img src=x>")}).markup(), "<p title=\"&quot;&gt;&lt;img src=x&gt;\"></p>");
  EXPECT_EQ(div({p({"a"}), std::string("<b>")}).markup(), "<div><p>a</p>&lt;b&gt;</div>");
}

TEST(Markup, attributes_stand_in_the_tag_wherever_they_are_named) {
  EXPECT_EQ(p({"words", cls("meta")}).markup(), "<p class=\"meta\">words</p>");
  EXPECT_EQ(input({flag("checked"), flag("disabled", false)}).markup(), "<input checked>");
}

TEST(Markup, first_empty_line_of_a_typed_text_is_not_eaten) {
  EXPECT_EQ(textarea({"\nfirst"}).markup(), "<textarea>\n\nfirst</textarea>");
}

struct UrlCase {
  const char *given, *kept;
};
class LocalUrl : public ::testing::TestWithParam<UrlCase> {};
INSTANTIATE_TEST_SUITE_P(Paths, LocalUrl,
                         ::testing::Values(UrlCase{"/kk/appeals", "/kk/appeals"}, UrlCase{"/", "/"},
                                           UrlCase{"/a?b=c&d=%20#e", "/a?b=c&d=%20#e"}, UrlCase{"", "/"},
                                           UrlCase{"//elsewhere.example", "/"}, UrlCase{"/\\elsewhere.example", "/"},
                                           UrlCase{"/\t/elsewhere.example", "/"}, UrlCase{"/a\nb", "/"},
                                           UrlCase{"https://elsewhere.example", "/"},
                                           UrlCase{"javascript:alert(1)", "/"}));
TEST_P(LocalUrl, never_leaves_the_site) {
  EXPECT_EQ(Url::local(GetParam().given).str(), GetParam().kept);
}

TEST(OutsideUrl, takes_only_schemes_that_run_nothing) {
  EXPECT_EQ(Url::outside("tel:109").str(), "tel:109");
  EXPECT_EQ(Url::outside("https://adilet.zan.kz/").str(), "https://adilet.zan.kz/");
  for (const auto* bad : {"javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", ""})
    EXPECT_EQ(Url::outside(bad).str(), "") << bad;
}

TEST(LocalUrl, adds_values_encoded) {
  auto url = Url::local("/kk/problems");
  url.with("q", "жылу & су").with("p", "2");
  EXPECT_EQ(url.str(), "/kk/problems?q=%D0%B6%D1%8B%D0%BB%D1%83%20%26%20%D1%81%D1%83&p=2");
}

}  // namespace jauap::html
