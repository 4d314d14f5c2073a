/// The demo: a gym's number with some history, where somebody writes every few seconds and answers when written to.
extension Simulator {
    func prepareDemo() {
        for (index, guest) in DemoPeople.guests.enumerated() {
            var person = Person(phone: guest.phone, lid: People.lid(for: guest.phone), pushName: guest.name)
            person.savedName = index < 8 ? guest.name : nil
            people.add(person)
        }
        var group = DemoPeople.group
        let own = sessions.values.first?.account.phone ?? options.account(0).phone
        group.participants.append(Group.Participant(phone: own, role: "superadmin"))
        people.groups[group.id] = group
        for name in sessions.keys.sorted() { addHistory(name) }
    }

    /// A few words of days past, which nobody is told of: WAHA's store has them.
    private func addHistory(_ session: String) {
        let now = Moment.now.milliseconds
        for (index, guest) in DemoPeople.guests.prefix(8).enumerated() {
            let day = now - Int64(index + 1) * 20 * 3_600_000
            var incoming = Incoming(from: .phone(guest.phone), content: .text("Hi, this is \(guest.name)"))
            incoming.session = session
            incoming.milliseconds = day
            receive(incoming, telling: .never)
            incoming.isOwn = true
            incoming.content = .text("Hi \(guest.name), welcome to Mynah Fitness! How can we help?")
            incoming.milliseconds = day + 120_000
            receive(incoming, telling: .never)
        }
    }

    /// Plays until cancelled; speaks only while the session works.
    func playDemo() async throws {
        var scene = 0
        while true {
            try await Task.sleep(for: agenda.scaled(.seconds(scene == 0 ? 2 : options.demoPause)))
            for session in sessions.values where session.status == .working { play(scene, session.name) }
            scene += 1
        }
    }

    /// The guests take turns; every fourth scene brings something other than text.
    private func play(_ scene: Int, _ session: String) {
        let guests = DemoPeople.guests
        let guest = guests[scene % guests.count]
        let line = guest.lines[(scene / guests.count) % guest.lines.count]
        var incoming = Incoming(from: .phone(guest.phone), content: .text(line))
        incoming.session = session
        incoming.addressing = scene % 3 == 1 ? .lid : .phone
        if scene % 4 == 3 { show((scene / 4) % 5, in: &incoming) }
        receive(incoming)
    }

    private func show(_ turn: Int, in incoming: inout Incoming) {
        switch turn {
        case 0: incoming.content = .file(Samples.file(.image), caption: "Sunset run today")
        case 1:
            incoming.group = DemoPeople.group.address
            incoming.from = .phone(DemoPeople.group.participants[0].phone)
            incoming.content = .text("Who is in for 6am tomorrow?")
        case 2:
            let place = Place(latitude: 3.1569, longitude: 101.5899, name: "Kota Damansara")
            incoming.content = .place(place)
        case 3:
            var receipt = Samples.file(.document)
            receipt.bytes = Document.pdf(lines: ["Transfer receipt", "Amount: RM 380.00", "Reference: gym renewal"])
            receipt.filename = "receipt.pdf"
            incoming.content = .file(receipt, caption: "Here is my receipt")
        default: incoming.content = .file(Samples.file(.voice), caption: nil)
        }
    }

    /// A guest answers a text, politely, a moment after reading it, and is seen to type.
    func answer(_ message: Message, _ session: String) {
        guard options.isDemo, case .text = message.content, let person = people[message.chat] else { return }
        let reply = DemoPeople.replies[Int(dice.next() % UInt64(DemoPeople.replies.count))]
        var incoming = Incoming(from: person.address, content: .text(reply))
        incoming.session = session
        incoming.addressing = message.chat.isLID ? .lid : .phone
        incoming.replyTo = message.fullID
        soon(1_000) { simulator in
            guard let session = await simulator.sessions[session] else { return }
            await simulator.present("typing", person, at: message.chat, in: message.chat, session)
        }
        soon(2_500) { [incoming] in await $0.receive(incoming) }
    }
}
