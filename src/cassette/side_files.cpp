// SPDX-License-Identifier: MIT
#include "cassette/side_files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cassette/posix.hpp"
#include "cassette/relative_name.hpp"

namespace wiretape::cassette {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece = 256 * 1024;
constexpr std::size_t digits_in_name = 32;  // of the digest's 64

std::string folder_of(const Place& cassette) { return name_of(cassette.path) + ".bodies"; }

std::string beside(const std::string& path, const std::string& file) {
  return path.substr(0, path.rfind('/') + 1) + file;
}

Place side_place(const Place& cassette, const std::string& file) {
  return {beside(cassette.path, file), beside(cassette.shown, file)};
}

// The digest of a whole file, read piece by piece.
std::string sha256_of(const SideFileReader& reader) {
  Sha256 digest;
  for (std::uint64_t offset = 0;;) {
    const auto bytes = reader.read(offset, piece);
    if (bytes.empty()) return digest.hex();
    digest.add(bytes);
    offset += bytes.size();
  }
}

// Whether Wiretape gave that name: digits of a digest, and an ending.
bool is_ours(const std::string& name) {
  const auto digits = name.find_first_not_of("0123456789abcdef");
  return digits == digits_in_name && name[digits] == '.';
}

}  // namespace

SideFiles::SideFiles(const Place& cassette, std::size_t held_bytes)
    : dir_(directory_of(cassette.path)), held_bytes_(held_bytes) {}

Result<Body> SideFiles::read(LargeBody named) const {
  const auto message = [&](const std::string& text) {
    return Error{"the body's file '" + escape_control(named.file, 200) + "' " + text, 0};
  };
  const auto fault = fault_of_name(named.file);
  if (!fault.empty()) return message(fault);
  Body body;
  body.is_truncated = true;
  if (!dir_.empty()) {
    const auto path = path_inside(dir_, named.file);
    if (!path) return message(path.error().message);
    std::error_code missing;
    if (!file_exists(*path)) {
      return message("is missing: it belongs to the cassette as much as this text does");
    }
    try {
      const SideFileReader reader(*path);
      const auto size = reader.size();
      // An edited file is another body.
      if (size != named.size || named.sha256.empty()) named.sha256 = sha256_of(reader);
      named.size = size;
      body.bytes = reader.read(0, std::min<std::uint64_t>(size, held_bytes_));
      body.is_truncated = size > body.bytes.size();
    } catch (const CassetteError& error) {
      return message(std::string("cannot be read: ") + error.what());
    }
    named.path = *path;
  }
  body.large = std::move(named);
  return body;
}

struct SideFileReader::Impl {
  Place place;
  Descriptor file;
};

SideFileReader::SideFileReader(const std::string& path) : impl_(new Impl{{path, path}, Descriptor()}) {
  impl_->file.reset(open_regular(impl_->place));
  if (impl_->file.get() < 0) fail(impl_->place, "cannot be opened", ENOENT);
}
SideFileReader::SideFileReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SideFileReader::~SideFileReader() = default;
SideFileReader::SideFileReader(SideFileReader&&) noexcept = default;
SideFileReader& SideFileReader::operator=(SideFileReader&&) noexcept = default;

std::uint64_t SideFileReader::size() const {
  struct stat status {};
  if (::fstat(impl_->file.get(), &status) != 0) fail(impl_->place, "cannot be read", errno);
  return static_cast<std::uint64_t>(status.st_size);
}

std::string SideFileReader::read(std::uint64_t offset, std::size_t count) const {
  std::string bytes(count, '\0');
  std::size_t used = 0;
  while (used < count) {
    const auto got =
        ::pread(impl_->file.get(), bytes.data() + used, count - used, static_cast<::off_t>(offset + used));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(impl_->place, "cannot be read", errno);
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  bytes.resize(used);
  return bytes;
}

struct SideFileWriter::Impl {
  Impl(Place cassette_, std::string folder_) : cassette(std::move(cassette_)), folder(std::move(folder_)) {}

  Place cassette;
  std::string folder;  // where the file gets its name
  Descriptor directory, file;
  std::string name;  // in the folder; empty: the file has none yet
  std::optional<CassetteError> fault;

  // A file without a name vanishes with its process; where there is no such thing it gets a name.
  void open() {
    open_folder();
    file.reset(::openat(directory.get(), ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
    if (file.get() >= 0 && ::access(link_of_file().c_str(), R_OK) == 0) return;
    name = unpredictable_name("body");
    file.reset(
        ::openat(directory.get(), name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (file.get() < 0) fail(cassette, "a file for a large body cannot be made beside it", errno);
  }

  void open_folder() { directory.reset(open_directory({folder + "/.", cassette.shown})); }
  [[nodiscard]] std::string link_of_file() const { return "/proc/self/fd/" + std::to_string(file.get()); }

  // False with errno set.
  [[nodiscard]] bool link(const std::string& wanted) {
    if (!name.empty()) return ::renameat(directory.get(), name.c_str(), directory.get(), wanted.c_str()) == 0;
    if (has_linked(wanted)) return true;
    if (errno != ENOENT) return false;
    open_folder();  // another writer has removed it, empty as it looked
    return has_linked(wanted);
  }
  [[nodiscard]] bool has_linked(const std::string& wanted) const {
    const bool is_linked =
        ::linkat(AT_FDCWD, link_of_file().c_str(), directory.get(), wanted.c_str(), AT_SYMLINK_FOLLOW) == 0;
    return is_linked || errno == EEXIST;  // one of the same content
  }

  void remove() {
    if (!name.empty()) ::unlinkat(directory.get(), name.c_str(), 0);
    ::rmdir(folder.c_str());  // fails where something is in it
  }
};

SideFileWriter::SideFileWriter(const Place& cassette)
    : SideFileWriter(std::make_unique<Impl>(cassette, beside(cassette.path, folder_of(cassette)))) {}

std::unique_ptr<SideFileWriter> SideFileWriter::passing() {
  std::error_code error;
  auto folder = fs::temp_directory_path(error).string();
  if (error) folder = "/tmp";
  return std::unique_ptr<SideFileWriter>(
      new SideFileWriter(std::make_unique<Impl>(Place{folder, folder}, folder)));
}

SideFileWriter::SideFileWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  try {
    impl_->open();
  } catch (const CassetteError& error) {
    impl_->fault = error;
  }
}

SideFileWriter::~SideFileWriter() { impl_->remove(); }

void SideFileWriter::append(std::string_view bytes) {
  if (impl_->fault) return;
  try {
    if (!write_all(impl_->file.get(), bytes)) {
      fail(impl_->cassette, "the file of a large body cannot be written", errno);
    }
  } catch (const CassetteError& error) {
    impl_->fault = error;
  }
}

const std::optional<CassetteError>& SideFileWriter::fault() const { return impl_->fault; }

SideFileReader SideFileWriter::reader() const {
  if (impl_->fault) throw CassetteError(*impl_->fault);
  auto of = std::make_unique<SideFileReader::Impl>();
  of->place = {impl_->cassette.path, impl_->cassette.shown};
  of->file.reset(::fcntl(impl_->file.get(), F_DUPFD_CLOEXEC, 0));
  if (of->file.get() < 0) fail(of->place, "the file of a large body cannot be read", errno);
  return SideFileReader(std::move(of));
}

void SideFileWriter::put_in_place(LargeBody& body, const std::string& ending) {
  if (impl_->fault) throw CassetteError(*impl_->fault);
  const auto name = body.sha256.substr(0, digits_in_name) + "." + ending;
  if (!impl_->link(name)) fail(impl_->cassette, "the file of a large body cannot be put in place", errno);
  impl_->name.clear();
  body.file = folder_of(impl_->cassette) + "/" + name;
  body.path = impl_->folder + "/" + name;
}

std::string ending_of(const Headers& headers) {
  using Known = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Known, 22> types{{
      {"image/png", "png"},
      {"image/jpeg", "jpg"},
      {"image/gif", "gif"},
      {"image/webp", "webp"},
      {"image/svg+xml", "svg"},
      {"application/pdf", "pdf"},
      {"application/zip", "zip"},
      {"application/gzip", "gz"},
      {"application/x-tar", "tar"},
      {"text/html", "html"},
      {"text/css", "css"},
      {"text/csv", "csv"},
      {"text/plain", "txt"},
      {"text/xml", "xml"},
      {"application/xml", "xml"},
      {"audio/mpeg", "mp3"},
      {"text/javascript", "js"},
      {"application/javascript", "js"},
      {"video/mp4", "mp4"},
      {"application/wasm", "wasm"},
      {"application/x-ndjson", "ndjson"},
      {"text/event-stream", "events"},
  }};
  static constexpr std::array<Known, 5> codings{
      {{"gzip", "gz"}, {"x-gzip", "gz"}, {"br", "br"}, {"zstd", "zst"}, {"deflate", "zz"}}};
  const auto among = [](const auto& known, std::string_view value) {
    const auto* found =
        std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.first == value; });
    return found == known.end() ? std::string() : std::string(found->second);
  };
  const auto type = to_lower(trim(split(headers.find("Content-Type").value_or(""), ';').front()));
  auto ending = among(types, type);
  if (ending.empty()) ending = type.ends_with("json") ? "json" : "bin";
  const auto coding = among(codings, to_lower(trim(headers.find("Content-Encoding").value_or(""))));
  return coding.empty() ? ending : ending + "." + coding;
}

void copy_side_file(LargeBody& body, const Place& cassette) {
  if (body.path.empty()) return;
  const auto name = name_of(body.file);
  const auto file = folder_of(cassette) + "/" + name;
  const auto to = side_place(cassette, file);
  std::error_code error;
  if (!fs::equivalent(body.path, to.path, error)) {
    const SideFileReader reader(body.path);
    const Descriptor directory(open_directory(to));
    const auto temporary = unpredictable_name(name);
    const Descriptor copy(::openat(directory.get(), temporary.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (copy.get() < 0) fail(to, "cannot be made", errno);
    const auto give_up = [&](const char* what) {
      const int cause = errno;
      ::unlinkat(directory.get(), temporary.c_str(), 0);
      fail(to, what, cause);
    };
    for (std::uint64_t offset = 0;;) {
      const auto bytes = reader.read(offset, piece);
      if (bytes.empty()) break;
      if (!write_all(copy.get(), bytes)) give_up("cannot be written");
      offset += bytes.size();
    }
    if (::fsync(copy.get()) != 0) give_up("cannot be written to the disk");
    if (::renameat(directory.get(), temporary.c_str(), directory.get(), name.c_str()) != 0) {
      give_up("cannot be put in place");
    }
  }
  body.file = file;
  body.path = to.path;
}

void sync_side_file(const Place& cassette, const std::string& file) {
  const auto place = side_place(cassette, file);
  const Descriptor opened(open_regular(place));
  if (opened.get() < 0) fail(place, "cannot be opened", ENOENT);
  if (::fsync(opened.get()) != 0) fail(place, "cannot be written to the disk", errno);
}

void remove_side_files_but(const Place& cassette, const std::set<std::string>& named) {
  const auto folder = beside(cassette.path, folder_of(cassette));
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (is_ours(name) && !named.contains(folder_of(cassette) + "/" + name)) ::unlink(entry.path().c_str());
  }
  ::rmdir(folder.c_str());
}

}  // namespace wiretape::cassette
