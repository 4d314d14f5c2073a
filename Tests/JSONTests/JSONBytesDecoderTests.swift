import Foundation
import JSON
import Testing

@Suite struct JSONBytesDecoderTests {
    private func decode<T: Decodable>(_: T.Type, _ text: String) throws -> T {
        try JSONBytesDecoder.decode(T.self, from: Array(text.utf8))
    }

    @Test(arguments: NastyStrings.all) func `reads what Foundation wrote`(body: String) throws {
        let told = Told.sample(body)
        #expect(try JSONBytesDecoder.decode(Told.self, from: Array(JSONEncoder().encode(told))) == told)
        let fields = [body: body]
        #expect(try JSONBytesDecoder.decode([String: String].self, from: Array(JSONEncoder().encode(fields))) == fields)
    }

    @Test func `reads what was written by hand, null and missing alike`() throws {
        #expect(try JSONBytesDecoder.decode(Nested.self, from: Array(JSONEncoder().encode(Nested()))) == Nested())
        #expect(try decode(Told.Card.self, #"{"name":null,"tags":[],"scores":{},"more":[{}]}"#).name == nil)
        #expect(try decode([Int?].self, "[1,null]") == [1, nil])
        #expect(try decode(String?.self, "null") == nil)
    }

    @Test(arguments: [
        "0", "-1", "127", "128", "-129", "5.0", "5.5", "1e2", "1e-1", "9223372036854775807", "9223372036854775808",
        "18446744073709551615", "18446744073709551616", "-9223372036854775809", "true", "null", "\"1\"", "[1]", "{}",
    ])
    func `numbers are those of Foundation`(text: String) {
        func check<T: Decodable & Equatable>(_: T.Type) {
            let expected = try? JSONDecoder().decode([T].self, from: Data("[\(text)]".utf8))
            #expect((try? decode([T].self, "[\(text)]")) == expected, "\(text) as \(T.self)")
        }
        check(Int.self)
        check(Int8.self)
        check(UInt64.self)
        check(UInt.self)
        check(Double.self)
        check(Bool.self)
        check(String.self)
        check(Int?.self)
    }

    @Test(arguments: [
        (#"{"a":[{"name":"x","tags":[1],"scores":{}}]}"#, "a.Index 0.tags.Index 0"),
        (#"{"a":[{"tags":[],"scores":{}},{"tags":[],"scores":{"k":"v"}}]}"#, "a.Index 1.scores.k"),
        (#"{"a":[{"tags":[]}]}"#, "a.Index 0"),
        (#"{"a":[null]}"#, "a.Index 0"),
        (#"{"a":[{"name":5,"tags":[],"scores":{}}]}"#, "a.Index 0.name"),
        (#"[]"#, ""),
        (#"{"a":"#, ""),
    ])
    func `an error is Foundation's, with the path to what is wrong`(text: String, path: String) throws {
        let ours = #expect(throws: DecodingError.self) { try decode([String: [Told.Card]].self, text) }
        let theirs = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([String: [Told.Card]].self, from: Data(text.utf8))
        }
        #expect(try summary(#require(ours)) == summary(#require(theirs)))
        #expect(try summary(#require(ours)).hasSuffix(":" + path))
    }

    private func summary(_ error: DecodingError) -> String {
        func text(_ kind: String, _ context: DecodingError.Context) -> String {
            "\(kind):" + context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        return switch error {
        case .typeMismatch(_, let context): text("type", context)
        case .valueNotFound(_, let context): text("value", context)
        case .keyNotFound(let key, let context): text("key \(key.stringValue)", context)
        case .dataCorrupted(let context): text("data", context)
        @unknown default: "unknown"
        }
    }

    @Test func `a value's own error has its path`() throws {
        let error = #expect(throws: DecodingError.self) { try decode([String: Told.Name].self, #"{"id":""}"#) }
        #expect(try summary(#require(error)) == "data:id")
    }
}
