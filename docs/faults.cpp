// SPDX-License-Identifier: MIT
// Prints the catalogue of faults.md.
#include <cstdio>
#include <string>
#include <wiretape/fault.hpp>

int main() {
  std::string group;
  for (const auto& entry : wiretape::fault_catalogue()) {
    if (group != entry.group)
      std::printf("%s%s\n", group.empty() ? "" : "\n", std::string(entry.group).c_str());
    group = entry.group;
    std::printf("  fault::%s\n    %s\n    client: %s\n", entry.example.str().c_str(),
                std::string(entry.does).c_str(), std::string(entry.client_sees).c_str());
  }
}
