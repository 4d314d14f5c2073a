import JSON
import Testing

@Suite struct JSONDocumentTests {
    @Test(arguments: [
        "", " ", "{", "[1,", #"{"a"}"#, #"{"a":1,}"#, "[1 2]", "nul", "truex", #""open"#, "'a'", "01", "1.", "-", "NaN",
        #"{"a":1} {"b":2}"#, "{a:1}", "\u{feff}{}x", #""\x41""#, #""\u12""#, "\"\u{1}\"", #"["\ud83d",]"#,
    ])
    func `refuses what is not JSON`(text: String) {
        #expect(throws: JSONError.malformed) { try JSONDocument(text) }
    }

    @Test func `refuses every cut of a document`() throws {
        let text = #"{"id":"evt_01","n":[1,2.5,true,null],"body":"a\n\u00e9 👋"}"#
        _ = try JSONDocument(text)
        for count in 0..<text.utf8.count {
            #expect(throws: JSONError.self) { try JSONDocument(Array(text.utf8.prefix(count))) }
        }
    }

    @Test(arguments: [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80], [0xc0, 0xaf]])
    func `refuses what is not UTF-8`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError.notUTF8) { try JSONDocument([quote] + bytes + [quote]) }
    }

    @Test func `refuses to go too deep, however deep`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONDocument(nested(255))
        #expect(throws: JSONError.tooDeep) { try JSONDocument(nested(257)) }
        #expect(throws: JSONError.tooDeep) { try JSONDocument(nested(1_000_000)) }
        #expect(throws: JSONError.malformed) { try JSONDocument(String(repeating: #"{"a":"#, count: 100_000)) }
    }

    @Test func `takes large documents, and small ones after them`() throws {
        let large = "[" + Array(repeating: #"{"id":"abc","n":1}"#, count: 50_000).joined(separator: ",") + "]"
        let document = try JSONDocument(large)
        let small = try JSONDocument(#"{"id":"small"}"#)
        #expect(document.root.array.count == 50_000)
        #expect(document.root[49_999]["id"].string == "abc")
        #expect(small.root["id"].string == "small")
    }

    @Test func `values outlive the variable that held their document`() throws {
        func value() throws -> JSONValue { try JSONDocument(#"{"a":["kept"]}"#).root["a"][0] }
        let kept = try value()
        for _ in 0..<20 { _ = try JSONDocument(#"{"a":["other"]}"#) }
        #expect(kept.string == "kept")
    }

    @Test(.timeLimit(.minutes(1))) func `is read from many threads at once`() async throws {
        let shared = try JSONDocument(#"{"n":7}"#)
        await withTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    let own = try? JSONDocument("[\(number)]")
                    return own?.root[0].int == number && shared.root["n"].int == 7
                }
            }
            for await fine in group { #expect(fine) }
        }
    }

    @Test func `mends integers of any size`() throws {
        let root = try JSONDocument(
            #"{"big":123456789012345678901234567890,"neg":-99999999999999999999,"id":9007199254740993,"s":"1\"2"}"#
        ).root
        #expect(root["big"].double == 1.2345678901234568e29)
        #expect(root["big"].int == nil)
        #expect(root["neg"].double == -1e20)
        #expect(root["id"].int == 9_007_199_254_740_993)
        #expect(root["s"].string == "1\"2")
    }

    @Test(arguments: [
        (#""a\ud83d""#, "a\u{fffd}"), (#""\udc4b-""#, "\u{fffd}-"), (#""\ud83d\ud83d\udc4b""#, "\u{fffd}👋"),
        (#""\ud83d\u0041""#, "\u{fffd}A"), (#""\\ud83d""#, #"\ud83d"#), (#""\ud83d\\""#, "\u{fffd}\\"),
    ])
    func `mends half an emoji`(text: String, value: String) throws {
        #expect(try JSONDocument(text).root.string == value)
    }

    @Test(arguments: [
        (#""a\u0000b""#, "a\u{fffd}b"), (#""a\\u0000b""#, #"a\u0000b"#), (#""a\\\u0000""#, "a\\\u{fffd}"), (#""""#, ""),
    ])
    func `puts a visible character in place of NUL when asked to`(text: String, value: String) throws {
        #expect(try JSONDocument(withoutNUL: Array(text.utf8)).root.string == value)
    }
}
