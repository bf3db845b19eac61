// A function of libstdc++ 11 (GLIBCXX_3.4.29) that containers call when a size overflows. Defined here, so that a
// binary made with a newer compiler loads wherever Node.js 20 does (libstdc++ 8). Without exceptions both abort.
// No header of C++ is included: they declare the function with another visibility.
namespace std {

[[noreturn]] __attribute__((visibility("hidden"))) void __throw_bad_array_new_length();

void __throw_bad_array_new_length() { __builtin_abort(); }

}  // namespace std
