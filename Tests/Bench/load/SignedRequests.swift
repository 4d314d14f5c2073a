import Crypto
import Foundation

/// Incoming texts as WAHA's GOWS engine posts them, each its own message, signed.
struct SignedRequests {
    let count: Int
    let secret: String

    /// Writes whole HTTP requests, each behind a line with its length in bytes.
    func write(to file: String) throws {
        let code = HMACSHA512(key: secret)
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        guard let handle = FileHandle(forWritingAtPath: file) else { throw BenchError("cannot write \(file)") }
        var pending = Data()
        for index in 0..<count {
            let body = Array(Self.webhook(index, text: "Is the class at seven still on? #\(index)").utf8)
            let request =
                "POST /api/webhooks/waha HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "X-Webhook-Hmac: \(code.hex(of: body))\r\nX-Webhook-Hmac-Algorithm: sha512\r\n"
                + "Content-Length: \(body.count)\r\n\r\n"
            pending.append(contentsOf: Array("\(request.utf8.count + body.count)\n\(request)".utf8) + body)
            if pending.count > 1 << 20 {
                try handle.write(contentsOf: pending)
                pending.removeAll(keepingCapacity: true)
            }
        }
        try handle.write(contentsOf: pending)
        try handle.close()
    }

    /// - Parameter index: makes the message, its chat (one of 500) and the envelope its own.
    /// - Source: WAHA documentation, envelope and WAMessage of GOWS.
    static func webhook(_ index: Int, text: String) -> String {
        let digits = String(index)
        let serial = String(repeating: "0", count: 12 - digits.count) + digits
        let run = UInt32(truncatingIfNeeded: getpid())
        let (chat, bare) = ("6012345\(6000 + index % 500)", "3EB0\(run)\(serial)")
        let seconds = Int(Date().timeIntervalSince1970)
        return #"{"id":"evt_\#(run)\#(serial)","timestamp":\#(seconds)000,"event":"message.any","session":"default","#
            + #""metadata":{},"me":{"id":"60120000000@c.us","lid":"111222333@lid","pushName":"Mynah"},"payload":{"#
            + #""id":"false_\#(chat)@c.us_\#(bare)","timestamp":\#(seconds),"from":"\#(chat)@c.us","fromMe":false,"#
            + #""source":"app","to":null,"participant":null,"body":"\#(text)","hasMedia":false,"media":null,"ack":2,"#
            + #""ackName":"DEVICE","location":null,"vCards":null,"replyTo":null,"_data":{"Info":{"Chat":"#
            + #""\#(chat)@s.whatsapp.net","Sender":"\#(chat)@s.whatsapp.net","SenderAlt":"","AddressingMode":"pn","#
            + #""IsFromMe":false,"IsGroup":false,"ID":"\#(bare)","Type":"text","PushName":"Ann","#
            + #""Timestamp":"2026-01-01T00:00:00Z","MediaType":"","Category":""},"Message":{"conversation":"\#(text)"},"#
            + #""Status":2}},"engine":"GOWS","environment":{"version":"2026.7.1","engine":"GOWS","tier":"PLUS","#
            + #""browser":null,"platform":"linux/x64","worker":{"id":null}}}"#
    }
}
