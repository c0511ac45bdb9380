#include "platform/mail/incoming.h"

#include <gtest/gtest.h>

#include "platform/mail/mail.h"
#include "platform/mail/post.h"

namespace jauap::mail {
namespace {

std::string letter(const std::string& headers, const std::string& body, const std::string& type = "text/plain; charset=utf-8") {
  return "From: \"Айгүл\" <Aigul@Example.KZ>\r\nTo: appeal@jauap.example\r\nMessage-ID: <m1@example.kz>\r\nMIME-Version: 1.0\r\nContent-Type: " +
         type + "\r\n" + headers + "\r\n" + body;
}

Incoming read(const std::string& bytes) {
  auto message = read_message(bytes);
  EXPECT_TRUE(bool(message));
  return message ? message.take() : Incoming{};
}

}  // namespace

TEST(IncomingMail, says_who_wrote_what_to_whom) {
  const auto in = read(letter("Subject: =?utf-8?B?0K/QvNCw?=\r\n", "На улице яма.\r\n"));
  EXPECT_EQ(in.from, "Aigul@example.kz");
  EXPECT_EQ(in.recipients, std::vector<std::string>{"appeal@jauap.example"});
  EXPECT_EQ(in.subject, "Яма");
  EXPECT_EQ(in.message_id, "m1@example.kz");
  EXPECT_EQ(in.text, "На улице яма.");
  EXPECT_FALSE(in.is_automatic);
}

TEST(IncomingMail, believes_the_line_that_the_mail_server_put_on_top) {
  const auto bytes = "Delivered-To: appeal+x@jauap.example\r\n" + letter("Delivered-To: other@jauap.example\r\n", "текст");
  EXPECT_EQ(read(bytes).recipients, std::vector<std::string>{"appeal+x@jauap.example"});
}

TEST(IncomingMail, reads_old_charsets_and_transfer_encodings) {
  EXPECT_EQ(read(letter("Content-Transfer-Encoding: quoted-printable\r\n", "=DF=EC=E0\r\n", "text/plain; charset=windows-1251")).text, "Яма");
  EXPECT_EQ(read(letter("Content-Transfer-Encoding: base64\r\n", "9czJw8EgLSDRzcE=\r\n", "text/plain; charset=koi8-r")).text, "Улица - яма");
}

TEST(IncomingMail, prefers_plain_text_and_makes_words_of_html) {
  const std::string both = "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>из HTML</p>\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nпростой\r\n--b--\r\n";
  EXPECT_EQ(read(letter("", both, "multipart/alternative; boundary=b")).text, "простой");
  const auto page = read(letter("", "<html><head><title>нет</title><style>p{}</style></head><body><p>Первая&nbsp;строка</p><script>alert(1)</script><div>Вторая<br>третья</div>"
                                    "<blockquote>цитата</blockquote></body></html>", "text/html; charset=utf-8"));
  EXPECT_EQ(page.reply, "Первая строка\n\nВторая\nтретья");
  EXPECT_NE(page.text.find("цитата"), std::string::npos);
  EXPECT_EQ(page.text.find("alert"), std::string::npos);
}

TEST(IncomingMail, leaves_quotes_out_of_a_reply) {
  EXPECT_EQ(without_quotes("Дом 45.\n\n2 марта 2026 г., Jauap <a@b.kz> пишет:\n> Жаңалық\n> бар\n"), "Дом 45.");
  EXPECT_EQ(without_quotes("> вопрос\nответ\n> другой\nвторой ответ\n"), "ответ\nвторой ответ");
  EXPECT_EQ(without_quotes("Сообщаю:\nдом 45\n-----Original Message-----\nFrom: x\nтайна"), "Сообщаю:\nдом 45");
  EXPECT_EQ(without_quotes("да\n-- \nАйгүл, 8 701 000 00 00"), "да");
}

TEST(IncomingMail, takes_files_but_not_the_logos_of_signatures) {
  const std::string body =
      "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nслова\r\n--b\r\nContent-Type: image/png; name=\"../../etc/a.png\"\r\nContent-Disposition: attachment\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@y.kz\r\n\r\nчужое\r\n--b--\r\n";
  const auto in = read(letter("", body, "multipart/mixed; boundary=b"));
  EXPECT_EQ(in.text, "слова");
  ASSERT_EQ(in.files.size(), 1u);
  EXPECT_EQ(in.files[0].bytes, "\x89PNG\r\n\x1a\n");
}

TEST(IncomingMail, knows_what_machines_send) {
  for (const auto* header : {"Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <news.example.kz>", "Return-Path: <>", "X-Autoreply: yes"})
    EXPECT_TRUE(read(letter(std::string(header) + "\r\n", "нет меня")).is_automatic) << header;
  for (const auto* header : {"Auto-Submitted: no", "Return-Path: <aigul@example.kz>", "Precedence: first-class"})
    EXPECT_FALSE(read(letter(std::string(header) + "\r\n", "я")).is_automatic) << header;
}

TEST(IncomingMail, refuses_bombs_and_two_senders) {
  std::string deep;
  for (int i = 0; i < 9'000; ++i) deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" + std::to_string(i) + "\r\n";
  EXPECT_FALSE(bool(read_message("From: a@b.kz\r\n" + deep + "\r\nслово")));
  EXPECT_FALSE(bool(read_message("From: a@b.kz\r\n" + std::string(300'000, 'x') + ": y\r\n\r\nслово")));
  std::string boundaries = "From: a@b.kz\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 1'000'000; ++i) boundaries += "--b\r\n\r\nx\r\n";
  EXPECT_FALSE(bool(read_message(boundaries)));
  std::string rfc822;
  for (int i = 0; i < 200'000; ++i) rfc822 += "Content-Type: message/rfc822\r\n\r\n";
  (void)read_message("From: a@b.kz\r\n" + rfc822 + "\r\nслово");
  std::string tags;
  for (int i = 0; i < 200'000; ++i) tags += "<div>";
  (void)read_message(letter("", tags + "слово", "text/html; charset=utf-8"));
  std::string many = "From: a@b.kz\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < parts_max + 1; ++i) many += "--b\r\n\r\nx\r\n";
  EXPECT_FALSE(bool(read_message(many + "--b--\r\n")));
  EXPECT_FALSE(bool(read_message(std::string(message_bytes_max + 1, 'x'))));
  EXPECT_FALSE(bool(read_message(letter("", std::string(500'000, 'x')))));
  EXPECT_EQ(read("From: a@b.kz, c@d.kz\r\nTo: x@y.kz\r\n\r\nслово").from, "");
}

TEST(Letters, tell_where_an_answer_is_read) {
  const Letter with{.to = Private<std::string>("a@b.kz"), .subject = "s", .text = "t", .about = "", .reply_to = "appeal+x@jauap.example"};
  const auto message = compose(with, "jauap@localhost", "j1@localhost", Instant{1'790'000'000'000});
  EXPECT_NE(message.find("Reply-To: appeal+x@jauap.example\r\n"), std::string::npos) << message;
}

TEST(Posting, goes_to_https_or_to_this_machine_only) {
  for (const auto* good : {"https://gateway.example/in", "http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]:81/"}) EXPECT_TRUE(may_post_to(good)) << good;
  for (const auto* bad : {"http://gateway.example/", "http://127.0.0.1.evil.example/", "http://127.0.0.1@evil.example/", "file:///etc/passwd", "ftp://x", "https://", "",
                          "http://localhost.evil.example", "https://a b/"})
    EXPECT_FALSE(may_post_to(bad)) << bad;
}

}  // namespace jauap::mail
