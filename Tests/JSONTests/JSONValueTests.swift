import JSON
import Testing

@Suite struct JSONValueTests {
    private func value(_ text: String) throws -> JSONValue { try JSONDocument(text).root }

    @Test func `reads on from what is not there`() throws {
        let root = try value(#"{"payload":{"id":"a"},"list":[1],"none":null}"#)
        #expect(root["payload"]["id"].string == "a")
        #expect(!root["payload"]["_data"]["Info"][3]["x"].exists)
        #expect(!root["list"]["x"].exists && !root["list"][1].exists && !root["list"][-1].exists)
        #expect(!root["payload"][0].exists && !root[""].exists)
        #expect(root["none"].exists && root["none"].isNull && !root["none"]["x"].exists)
        #expect(!root["Payload"].exists)
        #expect(JSONValue.missing.string == nil && JSONValue.missing.array.isEmpty && !JSONValue.missing.isNull)
    }

    @Test(arguments: [("5", 5), ("-5", -5), ("5.0", 5), (#""5""#, 5), (#""-5""#, -5), ("9223372036854775807", .max)])
    func `takes whole numbers in many forms`(text: String, number: Int) throws {
        #expect(try value(text).int == number)
    }

    @Test(arguments: ["5.5", #""5.5""#, #""""#, #""x""#, "1e30", "true", "null", "[5]", "18446744073709551615"])
    func `a whole number is nothing else`(text: String) throws {
        #expect(try value(text).int == nil)
    }

    @Test(arguments: [("1.5", 1.5), ("2", 2), (#""1.5""#, 1.5), ("18446744073709551615", 18_446_744_073_709_551_616)])
    func `takes numbers in many forms`(text: String, number: Double) throws {
        #expect(try value(text).double == number)
        #expect(try value(#""nan""#).double == nil)
    }

    @Test func `takes truth values in many forms`() throws {
        for text in ["true", "1", #""true""#] { #expect(try value(text).bool == true) }
        for text in ["false", "0", #""false""#] { #expect(try value(text).bool == false) }
        for text in ["2", #""yes""#, "null", "[]", "{}"] { #expect(try value(text).bool == nil) }
    }

    @Test(arguments: [
        (#""a""#, "a"), ("12", "12"), ("12.0", "12"), ("1.5", "1.5"), ("true", "true"), (#""""#, ""),
    ])
    func `shows as text what has one`(text: String, shown: String) throws {
        #expect(try value(text).text == shown)
        #expect(try value("null").text == nil && value("{}").text == nil)
    }

    @Test func `a string is only a string`() throws {
        #expect(try value("12").string == nil)
        #expect(try value(#""a\u0000b é 👋 \/""#).string == "a\0b é 👋 /")
        #expect(try value(#""""#).string == "")
    }

    @Test func `walks arrays and objects in order`() throws {
        let root = try value(#"{"b":[1,[2,3],{"x":4}],"a":{},"c":[]}"#)
        #expect(root.object.map(\.name) == ["b", "a", "c"])
        #expect(root["b"].array.map(\.int) == [1, nil, nil])
        #expect(root["b"][1].array.map(\.int) == [2, 3])
        #expect(root["b"][2].object.map(\.value.int) == [4])
        #expect(root["a"].object.isEmpty && root["c"].array.isEmpty)
        #expect(root.array.isEmpty && root["b"].object.isEmpty)
        #expect(root.isObject && root["b"].isArray && !root["b"].isObject)
    }

    @Test func `the first of two fields with one name counts`() throws {
        let root = try value(#"{"a":1,"a":2}"#)
        #expect(root["a"].int == 1)
        #expect(root.object.map(\.value.int) == [1, 2])
    }

    @Test func `names may hold anything`() throws {
        let root = try value(#"{"":1,"é\u0000":2,"a\"b":3}"#)
        #expect(root[""].int == 1 && root["é\0"].int == 2 && root["a\"b"].int == 3)
    }
}
