// SPDX-License-Identifier: MIT
#include "cassette/tape.hpp"

#include <gmock/gmock.h>

#include "cassette/format.hpp"
#include "cassette/store.hpp"
#include "support/interactions.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cassette {
namespace {

using testing::HasSubstr;

Interaction get(const std::string& path) {
  auto interaction = support::weather();
  interaction.request.url.target = path;
  return interaction;
}

const CassetteHeader header{cassette_format, "wiretape 0.1.0", "2026-11-24T04:13:45Z", {"method"}};

std::string yaml_of(const std::vector<std::string>& paths) {
  auto text = yaml_beginning(header);
  for (const auto& path : paths) text += yaml_document(get(path));
  return text;
}

std::string json_of(const std::vector<std::string>& paths) {
  Cassette cassette{header, {}};
  for (const auto& path : paths) cassette.interactions.push_back(get(path));
  return format_cassette(cassette, CassetteFormat::json);
}

Tape open(const std::string& text, CassetteFormat format = CassetteFormat::yaml) {
  auto tape = Tape::open(text, format);
  if (!tape) throw std::runtime_error(std::to_string(tape.error().offset) + ": " + tape.error().message);
  return *std::move(tape);
}

std::string fault(const std::string& text, CassetteFormat format = CassetteFormat::yaml) {
  const auto tape = Tape::open(text, format);
  return tape ? "no fault" : std::to_string(tape.error().offset) + ": " + tape.error().message;
}
std::string json_fault(const std::string& text) { return fault(text, CassetteFormat::json); }

std::string fault_of(const Tape& tape, std::size_t i) {
  const auto interaction = tape.interaction(i);
  return interaction ? "no fault"
                     : std::to_string(interaction.error().offset) + ": " + interaction.error().message;
}

// The paths of what is on the tape, each read.
std::string paths(const Tape& tape) {
  std::string out;
  for (std::size_t i = 0; i < tape.size(); ++i) out += (*tape.interaction(i))->request.url.target + ' ';
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

TEST(Tape, WithoutAFileHoldsNothing) {
  const Tape tape;
  EXPECT_EQ(tape.size(), 0U);
  EXPECT_EQ(tape.header(), CassetteHeader());
}

TEST(Tape, KnowsWhatThereIs) {
  for (const auto format : {CassetteFormat::yaml, CassetteFormat::json}) {
    const auto text = format == CassetteFormat::yaml ? yaml_of({"/a", "/b"}) : json_of({"/a", "/b"});
    const auto tape = open(text, format);
    EXPECT_EQ(tape.header(), header);
    ASSERT_EQ(tape.size(), 2U);
    EXPECT_EQ(tape.summary(1).method, "GET");
    EXPECT_EQ(tape.summary(1).url, "https://api.weather.test/b");
    EXPECT_EQ(**tape.interaction(1), get("/b"));
    const auto begins_with = format == CassetteFormat::yaml ? "request:" : "    {";
    std::size_t start = 0;
    for (std::size_t line = 1; line < tape.summary(1).line; ++line) start = text.find('\n', start) + 1;
    EXPECT_TRUE(text.substr(start).starts_with(begins_with)) << text.substr(start, 40);
  }
}

TEST(Tape, ReadsEachInteractionOnce) {
  const auto tape = open(yaml_of({"/a"}));
  EXPECT_EQ((*tape.interaction(0)).get(), (*tape.interaction(0)).get());
}

TEST(Tape, HoldsNoInteractionWhereThereIsAHeaderOnly) {
  EXPECT_EQ(open(yaml_beginning(header)).size(), 0U);
  EXPECT_EQ(open("wiretape: 1\n...").size(), 0U);
  EXPECT_EQ(open("{\"wiretape\": 1, \"interactions\": []}", CassetteFormat::json).size(), 0U);
  EXPECT_EQ(open("{\"wiretape\": 1}", CassetteFormat::json).size(), 0U);
}

TEST(Tape, MindsOnlyTheMistakesOfWhatIsNeeded) {
  for (const auto format : {CassetteFormat::yaml, CassetteFormat::json}) {
    auto text = format == CassetteFormat::yaml ? yaml_of({"/a", "/b", "/c"}) : json_of({"/a", "/b", "/c"});
    const auto at = text.find("status", text.find("/b"));
    const auto line =
        std::to_string(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1);
    text.replace(at, 6, "statis");
    const auto tape = open(text, format);
    EXPECT_EQ(tape.summary(1).url, "https://api.weather.test/b");
    EXPECT_EQ(fault_of(tape, 1), line + ": unknown key 'statis' in response, did you mean 'status'?");
    EXPECT_EQ(fault_of(tape, 1), line + ": unknown key 'statis' in response, did you mean 'status'?");
    EXPECT_EQ(**tape.interaction(0), get("/a"));
    EXPECT_EQ(**tape.interaction(2), get("/c"));
  }
}

TEST(Tape, KeepsItsPlaceForAnInteractionWithoutMethodAndUrl) {
  const auto tape = open(yaml_beginning(header) +
                         "---\nrequest: {method: GET, ulr: 'http://a/'}\nresponse: {status: 200}\n...\n"
                         "---\nrequest: [\n...\n" +
                         yaml_document(get("/c")));
  ASSERT_EQ(tape.size(), 3U);
  for (const std::size_t i : {0U, 1U}) {
    EXPECT_EQ(tape.summary(i).method, "");
    EXPECT_EQ(tape.summary(i).url, "(cannot be read)");
  }
  const auto line = tape.summary(0).line;
  EXPECT_EQ(fault_of(tape, 0), std::to_string(line) + ": unknown key 'ulr' in request, did you mean 'url'?");
  EXPECT_EQ(tape.summary(1).line, line + 4);
  EXPECT_THAT(fault_of(tape, 1), HasSubstr("is no valid YAML"));
  EXPECT_EQ(**tape.interaction(2), get("/c"));
  const auto json = open("{\"wiretape\": 1, \"interactions\": [7]}", CassetteFormat::json);
  EXPECT_EQ(fault_of(json, 0), "1: interaction must be a mapping, \"key: value\"");
}

TEST(Tape, FollowsWhatAPersonDeletesReordersAndCopies) {
  const auto a = yaml_document(get("/a")), b = yaml_document(get("/b")), c = yaml_document(get("/c"));
  EXPECT_EQ(paths(open(yaml_beginning(header) + a + c)), "/a /c ");
  EXPECT_EQ(paths(open(yaml_beginning(header) + c + a + b)), "/c /a /b ");
  EXPECT_EQ(paths(open(yaml_beginning(header) + a + b + a)), "/a /b /a ");
  EXPECT_EQ(paths(open(yaml_beginning(header) + "\n# mine\n\n" + a + "\n\n" + b + "# end\n")), "/a /b ");
  EXPECT_EQ(paths(open(yaml_beginning(header) + a.substr(0, a.size() - 4) + b)), "/a /b ");
}

TEST(Tape, ServesAnEditedBodyWithItsLength) {
  const auto tape = open(replaced(yaml_of({"/a"}), "celsius: -3", "celsius: 21\n      sky: clear"));
  const auto interaction = *tape.interaction(0);
  const auto& response = std::get<Response>(interaction->outcome);
  EXPECT_EQ(response.body.bytes, R"({"city":"Oslo","celsius":21,"sky":"clear","wind":[1.50,2]})");
  EXPECT_EQ(response.headers.find("Content-Length"), std::to_string(response.body.bytes.size()));
}

TEST(Tape, ReadsFilesOfEveryEditor) {
  const auto text = yaml_of({"/a", "/b"});
  const auto crlf = replaced(text, "\n", "\r\n");
  for (const auto& odd : {crlf, "\xEF\xBB\xBF" + text, "\xEF\xBB\xBF" + crlf, text.substr(0, text.size() - 1),
                          crlf.substr(0, crlf.size() - 2), "%YAML 1.2\n" + text, "\n\n" + text + "\n\n"}) {
    EXPECT_EQ(paths(open(odd)), "/a /b ");
    EXPECT_EQ(**open(odd).interaction(1), get("/b"));
  }
  const auto json = json_of({"/a", "/b"});
  for (const auto& odd :
       {replaced(json, "\n", "\r\n"), "\xEF\xBB\xBF" + json, json.substr(0, json.size() - 1)}) {
    EXPECT_EQ(paths(open(odd, CassetteFormat::json)), "/a /b ");
  }
}

TEST(Tape, KeepsEveryByteOfABodyInAFileWithCarriageReturns) {
  auto interaction = get("/a");
  auto& response = std::get<Response>(interaction.outcome);
  for (const std::string body : {"a\nb\n", "a\r\nb\r\n", "a\rb\n", " a\n b\n"}) {
    response.body.bytes = body;
    response.headers.set("Content-Length", std::to_string(body.size()));
    const auto text = replaced(yaml_beginning(header) + yaml_document(interaction), "\n", "\r\n");
    EXPECT_EQ(**open(text).interaction(0), interaction) << text;
  }
}

TEST(Tape, SaysWhyItCannotBeOpened) {
  EXPECT_EQ(fault(""), "1: is empty");
  EXPECT_EQ(fault(" \n\n# nothing\n"), "1: is empty");
  EXPECT_EQ(fault("Dear diary,\ntoday: nothing\n"), "1: is no cassette: it has no \"wiretape: 1\"");
  EXPECT_EQ(fault("\n\nrequest: {}\n...\n"), "3: is no cassette: it has no \"wiretape: 1\"");
  EXPECT_EQ(fault("- wiretape: 1\n...\n"), "1: is no cassette: it has no \"wiretape: 1\"");
  EXPECT_EQ(fault("wiretape: 2\n...\n"),
            "1: is of format 2, and this Wiretape reads no newer one than 1: update Wiretape");
  EXPECT_EQ(fault("wiretape: 1\nrecorded_att: x\n...\n"),
            "2: unknown key 'recorded_att' in the cassette's header, did you mean 'recorded_at'?");
  EXPECT_EQ(fault("wiretape: 1\nrecorded_by: \xFF\n...\n"), "2: is not UTF-8");
  EXPECT_EQ(fault(std::string("\xFF\xFEw\0i\0", 6)), "1: is UTF-16; it must be saved as UTF-8");
  EXPECT_EQ(fault("wiretape: 1\nrecorded_by: a\rb\n...\n"),
            "2: holds the control byte \\r; in double quotes it can be written so");
  EXPECT_THAT(fault("wiretape: 1\nrecorded_by: [\n...\n"), HasSubstr("is no valid YAML"));
}

TEST(Tape, TellsATornRecordingAndAConflict) {
  const auto text = yaml_of({"/a", "/b"});
  const auto torn = fault(text.substr(0, text.size() - 10));
  EXPECT_THAT(torn, HasSubstr("the document that begins here is unfinished"));
  EXPECT_TRUE(torn.starts_with(std::to_string(open(text).summary(1).line - 1) + ": ")) << torn;
  EXPECT_THAT(fault(text + "<<<<<<< HEAD\n" + text),
              HasSubstr("a merge conflict was left here: \"<<<<<<<\""));
}

TEST(Tape, SaysWhyAJsonFileCannotBeOpened) {
  EXPECT_EQ(json_fault(""), "1: is empty");
  EXPECT_EQ(json_fault("{\n  \"wiretape\": 1,\n  \"interactions\": [\n"),
            "4: the JSON text ends too early: it may have been cut off");
  EXPECT_EQ(json_fault("[1]"), "1: is no cassette: it has no \"wiretape: 1\"");
  EXPECT_EQ(json_fault("{\n\"interactions\": [],\n\"wiretape\": 2}"),
            "3: is of format 2, and this Wiretape reads no newer one than 1: update Wiretape");
  EXPECT_EQ(json_fault("{\"wiretape\": 1,\n\"interaction\": []}"),
            "2: unknown key 'interaction' in the cassette, did you mean 'interactions'?");
  EXPECT_EQ(json_fault("{\"wiretape\": 1,\n\"interactions\": {}}"), "2: 'interactions' must be a list");
  EXPECT_EQ(json_fault("{\"wiretape\": 1,\n\"interactions\": [],\n\"interactions\": []}"),
            "3: 'interactions' stands twice in the cassette");
  EXPECT_EQ(json_fault("{\"wiretape\": 1,\n\"wiretape\": 1}"), "2: 'wiretape' stands twice in the cassette");
  EXPECT_EQ(json_fault("{\"wiretape\": 1,\n<<<<<<< HEAD\n\"interactions\": []}"),
            "2: a merge conflict was left here: \"<<<<<<<\"");
  EXPECT_EQ(json_fault("{\"wiretape\": 1,\n\"recorded_by\": \"\xFF\"}"), "2: is not UTF-8");
  EXPECT_THAT(json_fault("{\"wiretape\": " + std::string(100'000, '[')),
              HasSubstr("nested deeper than 100 levels"));
}

TEST(Tape, ReadsARequestAlone) {
  auto post = get("/orders");
  post.request.method = "POST";
  post.request.headers.add("Content-Type", "application/json");
  post.request.body.bytes = "{\"response\":1,\"text\":\"\\nresponse: no\\nerror: no\"}";
  post.request.headers.add("Content-Length", std::to_string(post.request.body.size()));
  post.request.framing = Framing::content_length;
  const Cassette cassette{header, {get("/a"), post}};
  const support::TempDirectory dir;
  for (const auto* name : {"tape.yaml", "tape.json"}) {
    write_cassette(cassette, dir.path(name));
    const Place place{dir.path(name), name};
    const auto tape = Tape::open_file(place, format_of(name), SideFiles(place)).value();
    ASSERT_TRUE(tape) << name;
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(tape->request(i), cassette.interactions[i].request) << name;
      EXPECT_EQ(tape->request(i), (*tape->interaction(i))->request) << "and when it was read";
      EXPECT_EQ(tape->request(i), cassette.interactions[i].request);
    }
  }
}

TEST(Tape, ReadsARequestAloneOfNoneThatIsLaidOutOtherwise) {
  const auto yaml =
      yaml_beginning(header) +
      "---\nresponse: {status: 200}\nrequest: {method: GET, url: http://a.test/}\n...\n"
      "---\nrequest: {method: GET, url: http://a.test/, bad: 1}\nresponse: {status: 200}\n...\n";
  const auto tape = open(yaml);
  EXPECT_EQ(tape.request(0), std::nullopt);
  EXPECT_TRUE(tape.interaction(0));
  EXPECT_EQ(tape.request(1), std::nullopt);
  EXPECT_THAT(fault_of(tape, 1), HasSubstr("unknown key 'bad'"));
  const auto json = replaced(json_of({"/a"}), "      \"request\"", "       \"request\"");
  EXPECT_EQ(open(json, CassetteFormat::json).request(0), std::nullopt);
}

TEST(Tape, StaysWhereItIsWhenMoved) {
  auto first = open(yaml_of({"/a"}));
  const Tape second = std::move(first);
  EXPECT_EQ(paths(second), "/a ");
}

}  // namespace
}  // namespace wiretape::cassette
