import JSON
import Testing

extension System {
    /// Two members of two branches and a stranger, who have all written "First of" their number once, and one of the
    /// staff who belongs to the first branch.
    /// - Returns: that one, signed in.
    func branches(_ admin: API, kepong: String, ipoh: String, none: String) async throws -> API {
        let members: [API.Fields] = [
            ["id": "m1", "name": "Aida", "phone": "+\(kepong)", "branch": "Kepong"],
            ["id": "m2", "name": "Bala", "phone": "+\(ipoh)", "branch": "Ipoh"],
        ]
        _ = try await admin.value(admin.post("/api/members/bulk", ["items": members]))
        var staff = Self.mei
        staff["password"] = Self.meiPassword
        _ = try await admin.value(admin.post("/api/staff", staff))
        for phone in [kepong, ipoh, none] {
            try await waha.receive(from: phone, ["text": "First of \(phone)"])
        }
        for (phone, branch) in [(kepong, "Kepong"), (ipoh, "Ipoh")] {
            _ = try await eventually("it is known where \(phone) belongs") {
                try await admin.conversation(with: phone)["contact"]["branch"].string == branch ? true : nil
            }
        }
        _ = try await admin.conversation(with: none)
        return try await api.signedIn(Self.meiEmail, Self.meiPassword)
    }

    static let (meiEmail, meiPassword) = ("mei@mynah.test", "a long password")
    /// Who they are at first.
    static let mei: API.Fields = ["email": meiEmail, "name": "Mei", "role": "agent", "branch": "Kepong"]
}
