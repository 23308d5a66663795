// SPDX-License-Identifier: MIT
#include "policy/xml.hpp"

#include <gtest/gtest.h>

namespace wiretape::policy {
namespace {

TEST(CanonicalXml, IsTheSameForManySpellings) {
  const auto one = canonical_xml("<a x=\"1\" y='2'><b>t &lt; u</b><c/></a>");
  ASSERT_TRUE(one);
  for (const auto* other :
       {"<?xml version=\"1.0\"?>\n<a  y=\"2\"\n x=\"1\" >\n  <b> t &#60; u\n</b>\n  <c></c>\n</a>\n",
        "<!-- a comment --><a y='2' x='1'><b><![CDATA[t < u]]></b><!-- c --><c />\n</a>",
        "<a x=\"1\" y=\"&#x32;\"><b>t &lt; u</b><c/></a >"}) {
    EXPECT_EQ(canonical_xml(other), one) << other;
  }
}

TEST(CanonicalXml, DiffersWhereTheMeaningMay) {
  const auto one = canonical_xml("<a x=\"1\"><b>t</b><c/></a>");
  for (const auto* other :
       {"<a x=\"2\"><b>t</b><c/></a>", "<a><b>t</b><c/></a>", "<a x=\"1\"><c/><b>t</b></a>",
        "<a x=\"1\"><b>u</b><c/></a>", "<a x=\"1\"><b>t<c/></b></a>", "<a x=\"1\"><b>t</b></a>",
        "<p:a x=\"1\"><b>t</b><c/></p:a>"}) {
    ASSERT_TRUE(canonical_xml(other)) << other;
    EXPECT_NE(canonical_xml(other), one) << other;
  }
  EXPECT_NE(canonical_xml("<a>b c</a>"), canonical_xml("<a>b  c</a>")) << "within a text";
}

TEST(CanonicalXml, IsNothingOfWhatIsNone) {
  for (const auto* text :
       {"", "text", "<", "<a", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a x></a>", "<a x=1/>", "<a x=\"1/>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", "<a><!-- b</a>", "<a><![CDATA[b</a>"}) {
    EXPECT_FALSE(canonical_xml(text)) << text;
  }
}

TEST(CanonicalXml, GoesToAnyDepth) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "<a>";
  for (int i = 0; i < 100'000; ++i) text += "</a>";
  EXPECT_TRUE(canonical_xml(text));
}

}  // namespace
}  // namespace wiretape::policy
