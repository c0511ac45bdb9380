#include <gtest/gtest.h>

#include "platform/http/http.h"

namespace jauap::http {
namespace {

std::string shown(const Result<Pairs>& pairs) {
  if (!pairs) return "refused: " + std::string(pairs.problems().first().message.name());
  std::string all;
  for (const auto& pair : *pairs) all += "[" + pair.name + "=" + pair.value + "]";
  return all;
}
const std::string malformed = "refused: platform.http.form_malformed";

TEST(Form, is_read_as_browsers_write_it) {
  struct Row {
    const char* encoded;
    const char* read;
  };
  for (const auto& row : {
           Row{"", ""},
           Row{"a=b", "[a=b]"},
           Row{"a=b&c=d", "[a=b][c=d]"},
           Row{"a=b&a=c", "[a=b][a=c]"},
           Row{"a", "[a=]"},
           Row{"a=", "[a=]"},
           Row{"=b", "[=b]"},
           Row{"a=b=c", "[a=b=c]"},
           Row{"&&a=b&", "[a=b]"},
           Row{"a+b=c+d", "[a b=c d]"},
           Row{"a=%2B%20%26%3D", "[a=+ &=]"},
           Row{"text=%D2%9A%D0%B0%D0%BB%D0%B0", "[text=Қала]"},
           Row{"a=%0D%0A", "[a=\r\n]"},
       })
    EXPECT_EQ(shown(parse_form(row.encoded)), row.read) << row.encoded;
}

TEST(Form, what_is_no_text_is_refused) {
  using namespace std::string_literals;
  for (const auto& encoded : {"a=%"s, "a=%2"s, "a=%2G"s, "a=%zz"s, "%=a"s, "a=%00"s, "a=\0"s, "%00=a"s, "a=%FF"s,
                              "a=\xff"s, "a=%C3"s, "a=%ED%A0%80"s, "a=%C0%AF"s})
    EXPECT_EQ(shown(parse_form(encoded)), malformed) << encoded;
}

TEST(Form, has_a_limit_of_fields) {
  EXPECT_EQ(shown(parse_form("a=1&b=2", 2)), "[a=1][b=2]");
  EXPECT_EQ(shown(parse_form("a=1&b=2&c=3", 2)), "refused: platform.http.form_too_many_fields");
}

TEST(Pairs, tell_what_is_there_and_what_is_repeated) {
  const auto pairs = parse_form("a=1&b=2&a=3&b=4").take();
  EXPECT_EQ(pairs.get("a"), "1");
  EXPECT_EQ(pairs.get("none"), "");
  EXPECT_TRUE(pairs.has("b"));
  EXPECT_FALSE(pairs.has("none"));
  EXPECT_EQ(parse_form("x-1=1&y=1&x-b=1").take().ticked("x-"), (std::vector<std::string_view>{"1", "b"}));
  EXPECT_EQ(pairs.repeated(), "a");
  EXPECT_EQ(parse_form("a=1&b=2").take().repeated(), "");
}

TEST(Cookies, are_read_and_nonsense_between_them_passed_over) {
  const auto cookies = parse_cookies("__Host-s=abc; lang=kk;theme=\"dark\" ; nonsense; =x; empty=; a=b=c");
  EXPECT_EQ(cookies.get("__Host-s"), "abc");
  EXPECT_EQ(cookies.get("lang"), "kk");
  EXPECT_EQ(cookies.get("theme"), "dark");
  EXPECT_TRUE(cookies.has("empty"));
  EXPECT_EQ(cookies.get("a"), "b=c");
  EXPECT_FALSE(cookies.has("nonsense"));
  EXPECT_FALSE(cookies.has(""));
  EXPECT_TRUE(parse_cookies("").empty());
}

TEST(Segment, is_decoded_or_refused) {
  using namespace std::string_literals;
  EXPECT_EQ(decode_segment("a%2Fb"), "a/b");
  EXPECT_EQ(decode_segment("a+b"), "a+b");
  EXPECT_EQ(decode_segment("%D2%9B"), "қ");
  EXPECT_EQ(decode_segment(""), "");
  for (const auto& bad : {"%"s, "%4"s, "%GG"s, "%00"s, "\0"s, "%FF"s, "a%C3"s})
    EXPECT_FALSE(decode_segment(bad)) << bad;
}

TEST(Encode, comes_back_from_decoding) {
  for (const std::string text : {"", "abc", "a b&c=d/e?f#g%h+i", "Қазақша", "\r\n\t", "-._~"})
    EXPECT_EQ(decode_segment(encode(text)), text);
  EXPECT_EQ(encode("a b/қ"), "a%20b%2F%D2%9B");
}

// A browser's form with the boundary "b".
std::string part(const std::string& headers, const std::string& value) {
  return "--b\r\n" + headers + "\r\n\r\n" + value + "\r\n";
}
std::string field(const std::string& name, const std::string& value) {
  return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
}
const std::string end = "--b--\r\n";
std::string multipart(const std::string& body, std::size_t max = 200) {
  return shown(parse_multipart("multipart/form-data; boundary=b", body, max));
}

TEST(Multipart, is_read_as_browsers_write_it) {
  EXPECT_EQ(multipart(end), "");
  EXPECT_EQ(multipart(field("a", "1") + field("b", "2") + end), "[a=1][b=2]");
  EXPECT_EQ(multipart(field("a", "") + end), "[a=]");
  EXPECT_EQ(multipart(field("a", "1") + "--b--"), "[a=1]");
  EXPECT_EQ(multipart(field("мәтін", "Қала, көше 5") + end), "[мәтін=Қала, көше 5]");
  EXPECT_EQ(multipart(field("a", "line\r\nline\r\n\r\nline\r\n") + end), "[a=line\r\nline\r\n\r\nline\r\n]");
  EXPECT_EQ(multipart(field("a", "--\r\n-b\r\n -- b--") + end), "[a=--\r\n-b\r\n -- b--]");
  EXPECT_EQ(multipart(field("a%22b", "1") + end), "[a\"b=1]");
  EXPECT_EQ(multipart(field("a", "From here\r\nSubject: x\r\n") + end), "[a=From here\r\nSubject: x\r\n]");
  EXPECT_EQ(multipart(field("a", "=D2=9A =?UTF-8?Q?x?=") + end), "[a==D2=9A =?UTF-8?Q?x?=]");
  EXPECT_EQ(multipart(part("content-disposition: FORM-DATA; name=a", "1") + end), "[a=1]");
  EXPECT_EQ(
      multipart(part("Content-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-8", "1") +
                end),
      "[a=1]");
  EXPECT_EQ(shown(parse_multipart("Multipart/Form-Data; boundary=\"b\"", field("a", "1") + end)), "[a=1]");
}

TEST(Multipart, values_of_every_length_and_ending_come_back) {
  for (const std::string ending : {"", "\r", "\n", "\r\n", "\r\n-", "\r\n--"})
    for (std::size_t size = 3900; size < 4300; ++size) {
      const auto value = std::string(size, 'x') + ending;
      const auto read = parse_multipart("multipart/form-data; boundary=b", field("a", value) + field("b", "1") + end);
      ASSERT_TRUE(read) << size;
      ASSERT_TRUE(read->get("a") == value) << size << " got " << read->get("a").size();
      ASSERT_EQ(read->get("b"), "1");
    }
}

TEST(Multipart, a_file_field_left_empty_is_an_empty_text) {
  EXPECT_EQ(multipart(part("Content-Disposition: form-data; name=\"photo\"; filename=\"\"\r\n"
                           "Content-Type: application/octet-stream",
                           "") +
                      end),
            "[photo=]");
}

TEST(Multipart, a_file_is_refused_by_name_of_its_field) {
  const auto body = part("Content-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"", "bytes") + end;
  const auto read = parse_multipart("multipart/form-data; boundary=b", body);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.problems().first().message, Key("platform.http.form_file"));
  EXPECT_EQ(read.problems().first().field, "photo");
  EXPECT_EQ(multipart(part("Content-Disposition: form-data; name=\"a\"; filename=\"\"", "bytes") + end),
            "refused: platform.http.form_file");
}

TEST(Multipart, what_is_cut_off_hidden_nested_or_encoded_is_refused) {
  using namespace std::string_literals;
  const std::pair<const char*, std::string> rows[] = {
      {"empty", ""},
      {"no closing boundary", field("a", "1")},
      {"cut in the middle", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"},
      {"one line end for two boundaries", "--b\r\n--b--"},
      {"one line end for two boundaries and one after", "--b\r\n--b--\r\n"},
      {"text before the first boundary", "x\r\n" + field("a", "1") + end},
      {"text after the last boundary", field("a", "1") + end + "x"},
      {"another boundary", "--c\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--c--\r\n"},
      {"closing boundary glued to a value", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1--b--\r\n"},
      {"no disposition", part("Content-Type: text/plain", "1") + end},
      {"no name", part("Content-Disposition: form-data", "1") + end},
      {"an attachment", part("Content-Disposition: attachment; name=\"a\"", "1") + end},
      {"base64", part("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64", "YQ==") + end},
      {"quoted-printable",
       part("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: quoted-printable", "=41") + end},
      {"nested parts", part("Content-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=c",
                            "--c\r\nContent-Type: text/plain\r\n\r\n1\r\n--c--\r\n") +
                           end},
      {"a message inside",
       part("Content-Disposition: form-data; name=\"a\"\r\nContent-Type: message/rfc822", "Subject: x\r\n\r\n1") + end},
      {"NUL in a value", field("a", "1\0002"s) + end},
      {"bytes that are not UTF-8", field("a", "\xff\xfe") + end},
  };
  for (const auto& [what, body] : rows) EXPECT_EQ(multipart(body), malformed) << what;
}

TEST(Multipart, the_type_must_name_a_boundary) {
  using namespace std::string_literals;
  for (const auto& type :
       {""s, "multipart/form-data"s, "multipart/form-data; boundary="s, "multipart/mixed; boundary=b"s,
        "text/plain; boundary=b"s, "multipart/form-data; boundary=" + std::string(71, 'b'),
        "multipart/form-data; boundary=b\r\nX: y"s, "multipart/form-data; boundary=\"b "s,
        "multipart/form-data; boundary=b\0"s})
    EXPECT_FALSE(parse_multipart(type, field("a", "1") + end)) << type;
}

TEST(Multipart, files_come_beside_the_fields_byte_for_byte) {
  using namespace std::string_literals;
  const auto binary = "\xff\xd8\0\r\n--\r\n\r\n-b\r\n--a--"s;
  const auto body = field("text", "Қала") +
                    part("Content-Disposition: form-data; name=\"photos\"; filename=\"сурет 1.jpg\"\r\nContent-Type: image/jpeg", binary) +
                    part("Content-Disposition: form-data; name=\"photos\"; filename=\"b%22.png\"", "") +
                    part("Content-Disposition: form-data; name=\"none\"; filename=\"\"", "") + end;
  const auto upload = parse_upload("multipart/form-data; boundary=b", body);
  ASSERT_TRUE(upload);
  EXPECT_EQ(upload->fields.get("text"), "Қала");
  EXPECT_TRUE(upload->fields.has("none")) << "nothing chosen is an empty text";
  ASSERT_EQ(upload->files.size(), 2u);
  EXPECT_EQ(upload->files[0].field, "photos");
  EXPECT_EQ(upload->files[0].name, "сурет 1.jpg");
  EXPECT_TRUE(upload->files[0].bytes == binary);
  EXPECT_EQ(upload->files[1].name, "b\".png");
  EXPECT_EQ(upload->files[1].bytes, "");
  EXPECT_TRUE(upload->files[0].bytes.data() > body.data() && upload->files[0].bytes.data() < body.data() + body.size()) << "not copied";
}

TEST(Multipart, a_line_that_only_begins_like_a_boundary_is_refused) {
  EXPECT_EQ(multipart(field("a", "1\r\n--bc\r\n2") + end), malformed);
  EXPECT_EQ(multipart(field("a", "1\r\n--b \r\n2") + end), malformed);
}

TEST(Multipart, a_part_has_a_head_of_bounded_length) {
  EXPECT_EQ(multipart(part("Content-Disposition: form-data; name=\"a\"\r\nX: " + std::string(5'000, 'x'), "1") + end), malformed);
}

TEST(Multipart, has_a_limit_of_fields) {
  EXPECT_EQ(multipart(field("a", "1") + field("b", "2") + end, 1), "refused: platform.http.form_too_many_fields");
}

}  // namespace
}  // namespace jauap::http
