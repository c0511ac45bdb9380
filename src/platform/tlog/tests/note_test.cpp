#include "platform/tlog/note.h"

#include "platform/tlog/tests/support.h"

namespace jauap::tlog {
namespace {

bool is_good(const std::string& bytes, std::span<const VerifierKey> keys) {
  const auto note = parse_note(bytes);
  return note && verify_note(*note, keys);
}

const Signer& log_signer() {
  static const Signer signer("record.jauap.example/log", KeyType::ed25519, test_seed("log"));
  return signer;
}

}  // namespace

TEST(NoteVectors, notes_are_taken_and_refused_as_the_public_vectors_say) {
  for (const auto& one : vectors("notes.json").at("notes").as_array()) {
    std::vector<VerifierKey> keys;
    for (const auto& text : one.at("vkeys").as_array()) {
      const auto key = parse_verifier_key(text_of(text));
      ASSERT_TRUE(key) << key.wrong();
      EXPECT_EQ(key->text(), text_of(text));
      keys.push_back(*key);
    }
    EXPECT_EQ(is_good(text_of(one.at("note")), keys), one.at("valid").as_bool()) << one.at("id");
  }
}

TEST(NoteVectors, signatures_are_those_of_rfc_8032) {
  for (const auto& one : vectors("notes.json").at("ed25519").at("cases").as_array()) {
    const auto seed = unhex(text_of(one.at("secret_seed"))), message = unhex(text_of(one.at("message")));
    EXPECT_EQ(secrets::hex(secrets::ed25519_public(seed)), text_of(one.at("public")));
    EXPECT_EQ(secrets::hex(secrets::ed25519_sign(seed, message)), text_of(one.at("signature")));
    EXPECT_TRUE(
        secrets::ed25519_verify(unhex(text_of(one.at("public"))), message, unhex(text_of(one.at("signature")))));
  }
}

TEST(NoteVectors, the_checkpoint_of_the_specification_is_read) {
  const auto example = vectors("notes.json").at("checkpoint_example");
  const auto note = parse_note(text_of(example.at("note")));
  ASSERT_TRUE(note) << note.wrong();
  const auto checkpoint = parse_checkpoint(note->text);
  ASSERT_TRUE(checkpoint) << checkpoint.wrong();
  EXPECT_EQ(checkpoint->origin, text_of(example.at("origin")));
  EXPECT_EQ(checkpoint->size, number_of(example.at("size")));
  EXPECT_EQ(checkpoint->root, hash_of_bytes(*strict_base64(text_of(example.at("root")))));
  EXPECT_EQ(checkpoint->text(), note->text);
  EXPECT_EQ(note->bytes(), text_of(example.at("note")));
}

TEST(Notes, the_test_key_signs_what_the_sample_log_holds) {
  const auto note = parse_note(vector_file("sample-log/checkpoint"));
  ASSERT_TRUE(note);
  EXPECT_EQ(log_signer().sign(note->text), note->signatures[0].line());
  EXPECT_EQ(log_signer().key().text(),
            "record.jauap.example/log+929c3459+AVIpJAOLuaKvAj/Ma+oJysthtiyRT/a9HhqcqKZSDjOx");
}

TEST(Notes, a_cosignature_is_over_its_time_and_the_checkpoint) {
  const Signer witness("ngo.example/w1", KeyType::cosignature, test_seed("ngo"));
  const std::string text = "record.jauap.example/log\n1\nabc\n";
  const std::vector keys{witness.key()};
  const auto note = parse_note(text + "\n" + witness.cosign(text, 1'768'309'230));
  ASSERT_TRUE(note);
  const auto good = verify_note(*note, keys);
  ASSERT_TRUE(good) << good.wrong();
  EXPECT_EQ((*good)[0].time, 1'768'309'230u);
  auto moved = *note;
  moved.signatures[0].bytes[7] ^= 1;  // another second
  EXPECT_FALSE(verify_note(moved, keys));
}

TEST(Notes, a_known_key_with_a_bad_signature_rejects_the_whole_note) {
  const Signer other("other.example", KeyType::ed25519, test_seed("other"));
  const std::string text = "text\n";
  auto bad = parse_note(text + "\n" + other.sign("text \n"))->signatures[0].line();
  const std::string good = log_signer().sign(text);
  EXPECT_TRUE(is_good(text + "\n" + good, std::vector{log_signer().key(), other.key()}));
  EXPECT_FALSE(is_good(text + "\n" + good + bad, std::vector{log_signer().key(), other.key()}));
  EXPECT_TRUE(is_good(text + "\n" + good + bad, std::vector{log_signer().key()}));
}

TEST(Notes, post_quantum_lines_are_read_and_skipped) {
  const auto key = verifier_key("pq.example", KeyType::ml_dsa_44, std::string(1312, 'k'));
  ASSERT_TRUE(parse_verifier_key(key.text()));
  const std::string text = "text\n", line = Signature{key.name, key.id, std::string(8 + 2420, 's')}.line();
  EXPECT_TRUE(is_good(text + "\n" + log_signer().sign(text) + line, std::vector{log_signer().key(), key}));
  EXPECT_FALSE(is_good(text + "\n" + line, std::vector{log_signer().key(), key}));
}

TEST(Notes, limits_are_a_hundred_signatures_and_half_a_mebibyte) {
  const std::string text = "text\n", line = log_signer().sign(text);
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += line;
  EXPECT_TRUE(parse_note(text + "\n" + lines));
  EXPECT_FALSE(parse_note(text + "\n" + lines + line));
  EXPECT_FALSE(parse_note(std::string(note_bytes_max, 'x') + "\n\n" + line));
}

TEST(Notes, other_spellings_are_refused) {
  const std::string text = "text\n", line = log_signer().sign(text);
  ASSERT_TRUE(parse_note(text + "\n" + line));
  EXPECT_FALSE(parse_note(text + "\n" + line + "\n"));
  EXPECT_FALSE(parse_note(text + "\n" + line.substr(0, line.size() - 1)));
  EXPECT_FALSE(parse_note(text + "\r\n" + line));
  EXPECT_FALSE(parse_note(text + "\n" + " " + line));
  EXPECT_FALSE(parse_note("te\txt\n\n" + line));
  EXPECT_FALSE(parse_note("te\xC0\x80xt\n\n" + line));
  auto spaced = line;
  spaced.insert(spaced.size() - 1, " ");
  EXPECT_FALSE(parse_note(text + "\n" + spaced));
  EXPECT_EQ(parse_note("a\n\nb\n\n" + line)->text, "a\n\nb\n");
}

TEST(Base64, has_one_spelling) {
  EXPECT_EQ(strict_base64("AQ=="), "\1");
  EXPECT_EQ(strict_base64(""), "");
  for (const auto* text : {"AQ", "AQ=", "AR==", "AQ==\n", " AQ==", "A", "AQ==AQ==", "AQ_-", "AQI", "AQJ="})
    EXPECT_FALSE(strict_base64(text)) << text;
}

TEST(VerifierKeys, are_refused_when_the_id_is_not_theirs) {
  const std::string good = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  EXPECT_TRUE(parse_verifier_key(good));
  for (const auto* text :
       {"example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l", "example.com/foo+530d903a+",
        "example.com/foo+530d903a", "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", ""})
    EXPECT_FALSE(parse_verifier_key(text)) << text;
}

TEST(KeyNames, have_no_spaces_and_no_plus) {
  EXPECT_TRUE(is_key_name("газета.example/1"));
  for (const auto* name : {"", "a b", "a+b", "a\tb", "a\u00a0b", "a\u2003b", "a\u3000b", "\xff"})
    EXPECT_FALSE(is_key_name(name)) << name;
}

TEST(Checkpoints, have_three_lines_and_one_spelling) {
  const std::string root = "z2gcGHD1RxncDgLToJroLBMnjbel1nnOz0bj+p9ndvE=";
  EXPECT_TRUE(parse_checkpoint("a.example\n600\n" + root + "\n"));
  for (const auto& text :
       {"a.example\n600\n" + root, "a.example\n600\n" + root + "\nmore\n", "a.example\n0600\n" + root + "\n",
        "a.example\n-1\n" + root + "\n", "a.example\n+1\n" + root + "\n", "\n600\n" + root + "\n",
        "a b\n600\n" + root + "\n", std::string("a.example\n600\nz2gc\n"),
        "a.example\n18446744073709551616\n" + root + "\n", "a.example\n\n" + root + "\n"})
    EXPECT_FALSE(parse_checkpoint(text)) << text;
}

}  // namespace jauap::tlog
