#include "platform/files/kind.h"

#include <gtest/gtest.h>

#include <string>

namespace jauap::files {

TEST(Kinds, are_known_by_their_own_bytes) {
  using namespace std::string_literals;
  EXPECT_EQ(kind_of("\xff\xd8\xff\xe0 JFIF"s), Kind::jpeg);
  EXPECT_EQ(kind_of("\x89PNG\r\n\x1a\n...."s), Kind::png);
  EXPECT_EQ(kind_of("RIFF\x10\0\0\0WEBPVP8 "s), Kind::webp);
  EXPECT_EQ(kind_of("\0\0\0\x18"
                    "ftypheic\0\0\0\0mif1heic"s),
            Kind::heic);
  EXPECT_EQ(kind_of("\0\0\0\x18"
                    "ftypmif1\0\0\0\0mif1heic"s),
            Kind::heic);
  EXPECT_EQ(kind_of("%PDF-1.7\n...\n%%EOF\r\n"s), Kind::pdf);
}

TEST(Kinds, leave_everything_else_nameless) {
  using namespace std::string_literals;
  for (const auto& bytes : {""s,
                            "\xff\xd8"s,
                            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"s,
                            "<!doctype html>"s,
                            "PK\x03\x04"s,
                            "GIF89a"s,
                            "MZ"s,
                            "\x7f"
                            "ELF"s,
                            "II*\0"s,
                            "BM"s,
                            "RIFF\x10\0\0\0WAVEfmt "s,
                            "\0\0\0\x18"
                            "ftypisom\0\0\0\0isommp42"s,
                            "\0\0\0\x18"
                            "ftypavif\0\0\0\0mif1miaf"s,
                            "\0\0\0\xff"
                            "ftypheic\0\0\0\0"s,
                            "%!PS-Adobe"s,
                            " %PDF-1.4\n%%EOF"s,
                            "%PDF-1.4\nno end"s,
                            "%PDF-1.4\n%%EOF\nPK\x03\x04"s,
                            "%PDF-1.4\n%%EOF\n<script>"s,
                            "GIF89a%PDF-1.4\n%%EOF"s,
                            "%PDF-9"s})
    EXPECT_FALSE(kind_of(bytes)) << bytes;
}

TEST(Kinds, have_media_types_that_lead_back) {
  for (const auto kind : {Kind::jpeg, Kind::png, Kind::webp, Kind::heic, Kind::pdf})
    EXPECT_EQ(kind_of_type(media_type(kind)), kind);
  EXPECT_FALSE(kind_of_type("image/svg+xml"));
}

}  // namespace jauap::files
