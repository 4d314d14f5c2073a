import Testing

@testable import media

struct DispositionTests {
    @Test func `shows what is safe and saves the rest`() {
        #expect(Disposition(type: "image/png", filename: nil).text == "inline")
        #expect(Disposition(type: "text/html", filename: nil).text == "attachment")
        #expect(Disposition(type: "image/svg+xml", filename: nil).text == "attachment")
    }

    @Test func `a name cannot break out of the header`() {
        let text = Disposition(type: "application/pdf", filename: "a\"\r\nX: ü.pdf").text
        #expect(text == "inline; filename*=UTF-8''a%22%0D%0AX%3A%20%C3%BC.pdf")
    }
}
