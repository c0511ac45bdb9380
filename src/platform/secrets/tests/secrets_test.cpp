#include "platform/secrets/secrets.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace jauap::secrets {

TEST(Hashing, sha256_and_hmac_meet_the_published_vectors) {
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, test case 2.
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hashing, pieces_hash_like_the_whole) {
  const auto pieces = sha256_of({"a", "", "bc"});
  EXPECT_EQ(std::string(pieces.begin(), pieces.end()), sha256("abc"));
  const auto nothing = sha256_of({});
  EXPECT_EQ(std::string(nothing.begin(), nothing.end()), sha256(""));
}

TEST(Signatures, hold_for_their_text_and_their_key_only) {
  const std::string seed(32, 's'), other(32, 't');
  const auto signature = ed25519_sign(seed, "text");
  EXPECT_EQ(ed25519_sign(seed, "text"), signature);
  EXPECT_TRUE(ed25519_verify(ed25519_public(seed), "text", signature));
  EXPECT_FALSE(ed25519_verify(ed25519_public(seed), "Text", signature));
  EXPECT_FALSE(ed25519_verify(ed25519_public(other), "text", signature));
  EXPECT_FALSE(ed25519_verify(ed25519_public(seed), "text", signature.substr(1)));
  EXPECT_FALSE(ed25519_verify("", "text", signature));
}

TEST(OneTimeCodes, totp_meets_the_published_vectors) {
  const std::string secret = "12345678901234567890";  // RFC 6238, appendix B, last six digits
  EXPECT_EQ(totp(secret, 59 / 30), "287082");
  EXPECT_EQ(totp(secret, 1111111109 / 30), "081804");
  EXPECT_EQ(totp(secret, 20000000000 / 30), "353130");
}

TEST(OneTimeCodes, a_spent_code_is_refused) {
  const std::string secret = "12345678901234567890";
  const auto step = verify_totp(secret, "287082", 59, 0);
  ASSERT_TRUE(step);
  EXPECT_FALSE(verify_totp(secret, "287082", 59, *step));
  EXPECT_FALSE(verify_totp(secret, "287083", 59, 0));
}

TEST(CaseCode, survives_how_people_type_it) {
  for (int i = 0; i < 200; ++i) {
    const auto code = new_code();
    ASSERT_EQ(code.size(), 27u);
    auto typed = shown_code(code);
    for (auto& c : typed) c = char(std::tolower(c));
    EXPECT_EQ(parse_code(" " + typed), code);
    for (auto& c : typed)
      if (c == '0')
        c = 'o';
      else if (c == '1')
        c = 'l';
    EXPECT_EQ(parse_code(typed), code);
  }
}

TEST(CaseCode, one_wrong_character_is_noticed) {
  const auto code = new_code();
  for (std::size_t i = 0; i < 26; ++i) {
    auto wrong = code;
    wrong[i] = wrong[i] == '7' ? '8' : '7';
    EXPECT_FALSE(parse_code(wrong)) << i;
  }
  EXPECT_FALSE(parse_code(""));
  EXPECT_FALSE(parse_code(code.substr(1)));
}

TEST(Hex, is_read_back_and_nothing_else_is) {
  const std::string bytes("\x00\xff\x7f", 3);
  EXPECT_EQ(from_hex(hex(bytes)), bytes);
  for (const auto* wrong : {"0", "0G", "FF", "0 "}) EXPECT_FALSE(from_hex(wrong)) << wrong;
}

TEST(ObjectKey, opens_what_it_sealed_and_is_kept_only_sealed) {
  const auto keys = Keys::ephemeral();
  const auto key = ObjectKey::fresh();
  const auto sealed = key.seal("Айгүл", "part/1");
  const auto kept = key.sealed_key(*keys, "object/7");
  const auto again = ObjectKey::open_key(*keys, kept, "object/7");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->open(sealed, "part/1"), "Айгүл");
  EXPECT_FALSE(again->open(sealed, "part/2"));
  EXPECT_FALSE(ObjectKey::fresh().open(sealed, "part/1"));
  EXPECT_FALSE(keys->open(sealed, "part/1")) << "the installation's key does not stand in for it";
  EXPECT_FALSE(ObjectKey::open_key(*keys, kept, "object/8"));
  EXPECT_FALSE(ObjectKey::open_key(*Keys::ephemeral(), kept, "object/7"));
}

TEST(Sealing, opens_only_where_it_was_sealed) {
  const auto keys = Keys::ephemeral();
  const auto sealed = keys->seal("Айгүл", "account/7/name");
  EXPECT_EQ(keys->open(sealed, "account/7/name"), "Айгүл");
  EXPECT_FALSE(keys->open(sealed, "account/8/name"));
  EXPECT_FALSE(Keys::ephemeral()->open(sealed, "account/7/name"));
  auto changed = sealed;
  changed.back() = char(changed.back() ^ 1);
  EXPECT_FALSE(keys->open(changed, "account/7/name"));
  EXPECT_FALSE(keys->open("", "account/7/name"));
}

TEST(Keys, hashes_of_two_purposes_never_meet) {
  const auto keys = Keys::ephemeral();
  EXPECT_NE(keys->keyed_hash(Purpose::session, "x"), keys->keyed_hash(Purpose::csrf, "x"));
}

TEST(Keys, are_made_once_and_refused_when_others_may_read_them) {
  const auto folder = std::filesystem::temp_directory_path() / ("jauap-keys-" + hex(random_bytes(6)));
  std::filesystem::create_directories(folder);
  const auto first = Keys::load(folder.string());
  ASSERT_TRUE(bool(first));
  const auto second = Keys::load(folder.string());
  ASSERT_TRUE(bool(second));
  EXPECT_EQ((*first)->keyed_hash(Purpose::session, "x"), (*second)->keyed_hash(Purpose::session, "x"));
  ::chmod((folder / "keys/seal.key").c_str(), 0644);
  const auto open_to_all = Keys::load(folder.string());
  ASSERT_FALSE(bool(open_to_all));
  EXPECT_NE(open_to_all.problems().first().args.at(0).value.find("seal.key"), std::string::npos);
  std::filesystem::remove_all(folder);
}

TEST(Keys, a_short_key_file_is_named_and_a_new_one_leaves_nothing_beside_it) {
  const auto folder = std::filesystem::temp_directory_path() / ("jauap-keys-" + hex(random_bytes(6)));
  std::filesystem::create_directories(folder);
  ASSERT_TRUE(bool(Keys::load(folder.string())));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "keys")) {
    EXPECT_EQ(entry.path().extension(), ".key");
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms::owner_read);
    ++files;
  }
  EXPECT_EQ(files, 2u);
  std::filesystem::permissions(folder / "keys/hash.key", std::filesystem::perms(0600));
  std::filesystem::resize_file(folder / "keys/hash.key", 31);
  const auto cut = Keys::load(folder.string());
  ASSERT_FALSE(bool(cut));
  EXPECT_EQ(cut.problems().first().message.name(), "platform.secrets.bad_key");
  std::filesystem::remove_all(folder);
}

TEST(Keys, a_seed_is_made_once_under_its_own_name) {
  const auto folder = std::filesystem::temp_directory_path() / ("jauap-keys-" + hex(random_bytes(6)));
  std::filesystem::create_directories(folder);
  const auto path = (folder / "press.key").string();
  const auto made = seed_file(path), read = seed_file(path);
  ASSERT_TRUE(bool(made) && bool(read));
  EXPECT_EQ(made->size(), 32u);
  EXPECT_EQ(*made, *read);
  EXPECT_NE(*made, *seed_file((folder / "other.key").string()));
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_read);
  EXPECT_FALSE(bool(seed_file((folder / "none/press.key").string())));
  std::filesystem::remove_all(folder);
}

TEST(Keys, a_sealed_value_says_under_which_key_and_no_two_seals_are_alike) {
  const auto keys = Keys::ephemeral();
  const auto one = keys->seal("same", "place"), two = keys->seal("same", "place");
  EXPECT_NE(one, two);
  EXPECT_EQ(one[0], 1);
  auto other_key = one;
  other_key[0] = 2;
  EXPECT_FALSE(keys->open(other_key, "place"));
}

TEST(OneTimeCodes, an_address_for_the_app_is_encoded) {
  EXPECT_EQ(totp_uri("12345678901234567890", "clerk@demo", "Jauap Алматы"),
            "otpauth://totp/Jauap%20%D0%90%D0%BB%D0%BC%D0%B0%D1%82%D1%8B:clerk%40demo?secret="
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Jauap%20%D0%90%D0%BB%D0%BC%D0%B0%D1%82%D1%8B");
}

TEST(OneTimeCodes, the_steps_beside_are_taken_and_those_beyond_are_not) {
  const std::string secret = "12345678901234567890";
  for (const int shift : {-1, 0, 1}) EXPECT_TRUE(verify_totp(secret, totp(secret, 1000 + shift), 30'000, 0)) << shift;
  for (const int shift : {-2, 2}) EXPECT_FALSE(verify_totp(secret, totp(secret, 1000 + shift), 30'000, 0)) << shift;
  EXPECT_FALSE(verify_totp(secret, "", 30'000, 0));
}

TEST(Passwords, are_verified_and_never_kept_in_the_clear) {
  const auto hash = hash_password("дұрыс құпиясөз 42");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_TRUE(verify_password(hash, "дұрыс құпиясөз 42"));
  EXPECT_FALSE(verify_password(hash, "дұрыс құпиясөз 43"));
}

}  // namespace jauap::secrets
