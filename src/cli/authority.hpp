// SPDX-License-Identifier: MIT
// The certificate authority that outlives the program, in the user's configuration directory.
#pragma once

#include <optional>
#include <string>

#include "deck/environment.hpp"
#include "io/certificate_authority.hpp"

namespace wiretape::cli {

// The same for every run of one user: clients are told to trust it once. Processes that make it at the
// same time agree on one. All members throw Failure.
class LastingAuthority {
public:
  using Pem = io::CertificateAuthority::Pem;

  // $XDG_CONFIG_HOME/wiretape, else $HOME/.config/wiretape; nothing where neither is set.
  static std::optional<LastingAuthority> of_user(const deck::Lookup& environment);
  explicit LastingAuthority(std::string directory) : directory_(std::move(directory)) {}

  // Certificate and key; nothing when it was never made. A file that others can read is refused, and
  // one that is expired or broken.
  [[nodiscard]] std::optional<Pem> read() const;
  // Made when there is none; `renews`: also when there is one. Readable by this user only.
  [[nodiscard]] Pem make(bool renews) const;

  // What clients are pointed at; written by make().
  [[nodiscard]] std::string certificate_path() const { return directory_ + "/ca.pem"; }
  // Certificate and key in one file, so that they are replaced together.
  [[nodiscard]] std::string path() const { return directory_ + "/authority.pem"; }

private:
  [[nodiscard]] Pem read_or_make(bool renews) const;

  std::string directory_;
};

}  // namespace wiretape::cli
