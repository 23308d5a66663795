// SPDX-License-Identifier: MIT
#include "http/websocket_permessage_deflate.hpp"

#include <gtest/gtest.h>

namespace wiretape::http::websocket {
namespace {

Result<PermessageDeflate> parse(std::string_view text, Negotiation which) {
  return parse_permessage_deflate((*parse_extensions(text))[0], which);
}
PermessageDeflate offer(std::string_view parameters) {
  return *parse("permessage-deflate" + std::string(parameters), Negotiation::offer);
}
PermessageDeflate answer(std::string_view parameters) {
  return *parse("permessage-deflate" + std::string(parameters), Negotiation::answer);
}
std::string misfit(std::string_view offered, std::string_view answered) {
  return find_misfit(offer(offered), answer(answered)).value_or("");
}

TEST(PermessageDeflate, ReadsItsParameters) {
  EXPECT_EQ(offer(""), PermessageDeflate{});
  EXPECT_EQ(answer("; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; "
                   "client_max_window_bits=\"15\""),
            (PermessageDeflate{true, true, 8, 15}));
  EXPECT_EQ(offer("; client_max_window_bits"), (PermessageDeflate{.client_max_window_bits = 15}));
  EXPECT_EQ(offer("; client_max_window_bits=10"), (PermessageDeflate{.client_max_window_bits = 10}));
}

TEST(PermessageDeflate, SaysWhatIsWrong) {
  const auto error = [](std::string_view parameters, Negotiation which = Negotiation::offer) {
    const auto parsed = parse("permessage-deflate; " + std::string(parameters), which);
    return parsed ? "nothing" : parsed.error().message;
  };
  EXPECT_EQ(error("x=1"), R"(permessage-deflate: "x" is no parameter of it)");
  EXPECT_EQ(error("server_no_context_takeover; server_no_context_takeover"),
            R"(permessage-deflate: "server_no_context_takeover" stands twice)");
  EXPECT_EQ(error("server_no_context_takeover=1"),
            R"(permessage-deflate: server_no_context_takeover takes no value, but has "1")");
  EXPECT_EQ(error("client_no_context_takeover=1"),
            R"(permessage-deflate: client_no_context_takeover takes no value, but has "1")");
  EXPECT_EQ(error("server_max_window_bits"),
            "permessage-deflate: server_max_window_bits takes a number from 8 to 15, but has none");
  EXPECT_EQ(error("client_max_window_bits", Negotiation::answer),
            "permessage-deflate: client_max_window_bits takes a number from 8 to 15, but has none");
  for (const auto* bits : {"7", "16", "08", "0", "1x", "99999999999999999999"}) {
    const auto text = std::string("server_max_window_bits=") + bits;
    EXPECT_EQ(error(text),
              "permessage-deflate: server_max_window_bits takes a number from 8 to 15, but has \"" +
                  std::string(bits) + '"');
  }
}

// RFC 7692 §7.1.1 and §7.1.2
TEST(PermessageDeflate, AnAnswerMustFitTheOffer) {
  EXPECT_EQ(misfit("", ""), "");
  EXPECT_EQ(misfit("", "; server_no_context_takeover"), "");
  EXPECT_EQ(misfit("", "; client_no_context_takeover"), "");
  EXPECT_EQ(misfit("; client_no_context_takeover", ""), "");  // a hint
  EXPECT_EQ(misfit("; server_no_context_takeover", "; server_no_context_takeover"), "");
  EXPECT_EQ(misfit("; server_no_context_takeover", ""),
            "the answer lacks server_no_context_takeover, which the client asked for");

  EXPECT_EQ(misfit("", "; server_max_window_bits=10"), "");
  EXPECT_EQ(misfit("; server_max_window_bits=10", "; server_max_window_bits=10"), "");
  EXPECT_EQ(misfit("; server_max_window_bits=10", "; server_max_window_bits=8"), "");
  EXPECT_EQ(misfit("; server_max_window_bits=10", ""),
            "the answer lacks server_max_window_bits, which the client wants to be at most 10");
  EXPECT_EQ(misfit("; server_max_window_bits=10", "; server_max_window_bits=11"),
            "the answer has server_max_window_bits=11, but the client wants at most 10");

  EXPECT_EQ(misfit("; client_max_window_bits", ""), "");
  EXPECT_EQ(misfit("; client_max_window_bits", "; client_max_window_bits=15"), "");
  EXPECT_EQ(misfit("; client_max_window_bits=10", "; client_max_window_bits=10"), "");
  EXPECT_EQ(misfit("; client_max_window_bits=10", "; client_max_window_bits=11"),
            "the answer has client_max_window_bits=11, but the client offered at most 10");
  EXPECT_EQ(misfit("", "; client_max_window_bits=15"),
            "the answer has client_max_window_bits, which the client did not offer");
}

// One of each list, in every combination.
std::vector<std::string> combined(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::string> out = {""};
  for (const auto& list : lists) {
    std::vector<std::string> longer;
    for (const auto& begun : out) {
      for (const auto& item : list) longer.push_back(begun + item);
    }
    out = std::move(longer);
  }
  return out;
}

TEST(PermessageDeflate, WhatIsFittedFitsEveryOffer) {
  const std::vector<std::string> contexts = {"", "; server_no_context_takeover",
                                             "; client_no_context_takeover"};
  const std::vector<std::string> windows = {"", "; server_max_window_bits=9", "; server_max_window_bits=12"};
  int fits = 0;
  for (const auto& offered :
       combined({contexts, windows, {"", "; client_max_window_bits", "; client_max_window_bits=10"}})) {
    for (const auto& answered :
         combined({contexts, windows, {"", "; client_max_window_bits=8", "; client_max_window_bits=15"}})) {
      SCOPED_TRACE(offered + " / " + answered);
      const auto wanted = answer(answered);
      const auto fitted = fit_to_offer(wanted, offer(offered));
      EXPECT_EQ(find_misfit(offer(offered), fitted), std::nullopt);
      const bool is_good = !find_misfit(offer(offered), wanted);
      EXPECT_EQ(fitted == wanted, is_good);
      fits += is_good ? 1 : 0;
    }
  }
  EXPECT_GT(fits, 100);
}

TEST(PermessageDeflate, IsWrittenAsItReads) {
  for (const auto* text :
       {"permessage-deflate", "permessage-deflate; server_no_context_takeover; client_max_window_bits=9",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
        "server_max_window_bits=8; client_max_window_bits=15"}) {
    EXPECT_EQ(format_extensions({to_extension(*parse(text, Negotiation::answer))}), text);
  }
}

}  // namespace
}  // namespace wiretape::http::websocket
