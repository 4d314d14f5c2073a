import Runtime
import Testing

@Suite struct ConfigurationReaderTests {
    private enum Colour: String, CaseIterable { case red, blue }

    @Test func `reads what is set and takes defaults for the rest`() throws {
        var reader = ConfigurationReader(
            Environment(["NAME": " anna ", "PORT": "80", "FAST": "Yes", "URL": "https://a.b/c/", "C": "blue", "E": " "])
        )
        let name = reader.string("NAME", help: "A name.")
        let other = reader.string("OTHER", default: "bob", help: "A name.")
        #expect(name == "anna" && other == "bob")
        let port = reader.integer("PORT", default: 1, in: 1...65535, help: "A port.")
        let port2 = reader.integer("PORT2", default: 7, in: 1...65535, help: "A port.")
        #expect(port == 80 && port2 == 7)
        let fast = reader.flag("FAST", default: false, help: "Fast.")
        let slow = reader.flag("SLOW", default: false, help: "Slow.")
        #expect(fast && !slow)
        let url = reader.url("URL", default: nil, schemes: ["http", "https"], help: "An address.")
        let colour = reader.choice("C", default: Colour.red, help: "A colour.")
        #expect(url == "https://a.b/c" && colour == .blue)
        let empty = reader.optional("E", help: "Empty is not set.")
        let key = reader.secret("KEY", help: "A key.")
        #expect(empty == nil && key == nil)
        try reader.finish()
    }

    @Test func `tells all problems at once, a sentence each`() {
        var reader = ConfigurationReader(
            Environment(["PORT": "0", "N": "ten", "FAST": "maybe", "URL": "ftp://x", "U2": "http:///x", "C": "green"])
        )
        _ = reader.string("NAME", help: "The name of it.")
        _ = reader.integer("PORT", default: 1, in: 1...65535, help: "")
        _ = reader.integer("N", default: 1, in: 1...9, help: "")
        _ = reader.flag("FAST", default: false, help: "")
        _ = reader.url("URL", default: nil, schemes: ["https", "http"], help: "")
        _ = reader.url("U2", default: nil, schemes: ["http"], help: "")
        _ = reader.choice("C", default: Colour.red, help: "")
        reader.problem("X", "must not be so.")
        let problems = [
            "NAME is not set. The name of it.",
            "PORT must be a whole number from 1 to 65535, not “0”.",
            "N must be a whole number from 1 to 9, not “ten”.",
            "FAST must be true or false, not “maybe”.",
            "URL must be an address that begins with http:// or https://.",
            "U2 must be an address that begins with http://.",
            "C must be one of red, blue, not “green”.",
            "X must not be so.",
        ]
        #expect(throws: ConfigurationError(problems)) { try reader.finish() }
        #expect(ConfigurationError(problems).description.split(separator: "\n").count == problems.count)
    }

    @Test func `never repeats a secret or an address`() {
        var reader = ConfigurationReader(Environment(["KEY": "s3cr3t", "DB": "mysql://user:s3cr3t@host"]))
        _ = reader.secret("KEY", help: "A key.")
        _ = reader.url("DB", default: nil, schemes: ["postgres"], help: "A database.")
        do {
            try reader.finish()
            Issue.record("no problem found")
        } catch {
            #expect(!"\(error) \(reader.variables)".contains("s3cr3t"))
        }
    }

    @Test func `knows the help text, each name once`() {
        var reader = ConfigurationReader(Environment([:]))
        _ = reader.string("NAME", help: "The name.")
        _ = reader.integer("PORT", default: 80, in: 1...100, help: "The port.")
        _ = reader.optional("NAME", help: "Again.")
        #expect(reader.variables.map(\.name) == ["NAME", "PORT"])
        #expect(reader.variables.helpText == "  NAME (required)\n      The name.\n  PORT (80)\n      The port.")
    }

    @Test func `reads the variables of the process`() {
        #expect(Environment.process()["PATH"] != nil)
    }
}
