/// Text that writers and readers of JSON get wrong.
enum NastyStrings {
    static let all = [
        "", "Hi", "\"", "\\", "\\\"", "a\"b\\c/d",
        String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) })),
        "\u{7f}\u{80}\u{2028}\u{2029}\u{feff}\u{fffd}\u{ffff}\u{10ffff}", "👋🏽👨‍👩‍👧", "e\u{301}", "日本語", "\r\n", "</script>",
        "\\u0041", "null",
        String(repeating: "long \n", count: 3000),
    ]
}
