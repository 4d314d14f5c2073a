import Contracts
import JSON
import Testing

@testable import gateway

/// What messages hold, in the shapes of the three engines.
struct WAHAContentTests {
    private func message(_ data: String, _ fields: String = "") throws -> WAHAMessage {
        let json = #"{"id":"false_1@c.us_A","timestamp":1\#(fields),"_data":\#(data)}"#
        guard case .message(let message) = try WAHAMessage.read(JSONDocument(json).root) else {
            throw Problem(422, "dropped", json)
        }
        return message
    }

    private func content(_ data: String, _ fields: String = "") throws -> MessageContent? {
        try message(data, fields).content
    }

    /// The same content in NOWEB's and GOWS' raw form.
    private func both(_ proto: String, _ fields: String = "") throws -> [WAHAMessage] {
        try [#"{"key":{"id":"A"},"message":\#(proto)}"#, #"{"Info":{"ID":"A"},"Message":\#(proto)}"#].map {
            try message($0, fields)
        }
    }

    @Test func `a plain text holds nothing else`() throws {
        for message in try both(#"{"conversation":"Hi"}"#, #","body":"Hi""#) { #expect(message.content == nil) }
        #expect(try content(#"{"type":"chat","body":"Hi"}"#, #","body":"Hi""#) == nil)
    }

    @Test(arguments: [
        #"{"type":"location","isLive":true}"#, #"{"message":{"liveLocationMessage":{}}}"#,
        #"{"Info":{},"Message":{"liveLocationMessage":{}}}"#,
    ])
    func `a location is a point, and may move`(data: String) throws {
        let told = #""location":{"latitude":"3.1569","longitude":101.5,"live":true,"name":"Gym","address":"Jalan 1"}"#
        let location = try #require(try content(data, ",\(told)")?.location)
        #expect(
            location == MessageLocation(latitude: 3.1569, longitude: 101.5, name: "Gym", address: "Jalan 1", live: true)
        )
    }

    @Test func `a location that WAHA left out is read from the raw message`() throws {
        for message in try both(#"{"locationMessage":{"degreesLatitude":1.5,"degreesLongitude":2,"name":"Gym"}}"#) {
            #expect(message.content?.location == MessageLocation(latitude: 1.5, longitude: 2, name: "Gym"))
        }
        #expect(try content(#"{"type":"location"}"#, #","location":{"latitude":91,"longitude":0}"#)?.location == nil)
    }

    private static let card =
        #"BEGIN:VCARD\nVERSION:3.0\nFN:Aida Rahman\nORG:Gym;\nTEL;type=CELL;type=VOICE;waid=60123456790:+60 12-345 6790\nitem1.EMAIL:aida@gym.example\nEND:VCARD"#

    @Test(arguments: [
        (#"{"message":{"contactMessage":{"displayName":"Aida","vcard":"CARD"}}}"#, ""),
        (#"{"Info":{},"Message":{"contactsArrayMessage":{"contacts":[{"vcard":"CARD"}]}}}"#, ""),
        (#"{"type":"multi_vcard","vcardList":[{"vcard":"CARD"}]}"#, ""), ("null", #","vCards":["CARD"]"#),
    ])
    func `a card is a name and numbers`(data: String, fields: String) throws {
        let fill = { (text: String) in text.replacing("CARD", with: Self.card) }
        let message = try message(fill(data), fill(fields))
        #expect(message.kind == .contact)
        #expect(message.body == "Aida Rahman")
        let phone = SharedContact.Phone(number: "+60 12-345 6790", whatsappId: "60123456790", label: "CELL")
        let aida = SharedContact(
            name: "Aida Rahman",
            phones: [phone],
            emails: ["aida@gym.example"],
            organization: "Gym"
        )
        #expect(message.content?.contacts == [aida])
    }

    @Test(arguments: [
        ("BEGIN:VCARD\r\nN:Rahman;Aida;;;\r\nTEL:1\r\nEND:VCARD", "Aida Rahman", "1"),
        ("BEGIN:VCARD\nFN:Aida\\, the coach\nTEL;CELL:2\nEND:VCARD", "Aida, the coach", "2"),
        ("BEGIN:VCARD\nFN:Ai\n da\nPHOTO;BASE64:AAAA\n BBBB\nTEL;TYPE=\"cell\":3\nEND:VCARD", "Aida", "3"),
        ("BEGIN:VCARD\nTEL:4\nEND:VCARD", "4", "4"),
    ])
    func `cards of all ages are read`(card: String, name: String, number: String) throws {
        let contact = try #require(SharedContact(vCard: card))
        #expect(contact.name == name)
        #expect(contact.phones.map(\.number) == [number])
        #expect(SharedContact(vCard: "BEGIN:VCARD\nEND:VCARD") == nil)
    }

    @Test func `a poll is a question with options`() throws {
        let raw =
            #"{"type":"poll_creation","pollName":"Which?","pollOptions":[{"name":"A"},{"name":"B"}],"pollSelectableOptionsCount":0}"#
        let proto =
            #"{"pollCreationMessageV3":{"name":"Which?","options":[{"optionName":"A"},{"optionName":"B"}],"selectableOptionsCount":0}}"#
        let expected = MessagePoll(question: "Which?", options: [.init(text: "A"), .init(text: "B")], multiple: true)
        for message in try both(proto) + [message(raw)] {
            #expect(message.kind == .poll && message.body == "Which?")
            #expect(message.content?.poll == expected)
        }
        let single = #"{"pollCreationMessage":{"name":"Which?","options":[],"selectableOptionsCount":1}}"#
        #expect(try both(single).map(\.content?.poll?.multiple) == [false, false])
    }

    @Test func `a list offers rows, and its answer names one`() throws {
        let list =
            #"{"title":"Classes","description":"Pick","buttonText":"Open","footerText":"Bye","sections":[{"title":"Today","rows":[{"rowId":"r1","title":"Yoga","description":"18:00"}]}]}"#
        let row = MessageChoices.Option(id: "r1", text: "Yoga", description: "18:00", section: "Today")
        let expected = MessageChoices(title: "Classes", body: "Pick", footer: "Bye", button: "Open", options: [row])
        for message in try both(#"{"listMessage":\#(list)}"#) + [message(#"{"type":"list","list":\#(list)}"#)] {
            #expect(message.content?.choices == expected)
        }
        let answer = MessageChoice(id: "r1", text: "Yoga", description: nil)
        let go = #"{"listResponseMessage":{"title":"Yoga","singleSelectReply":{"selectedRowID":"r1"}}}"#
        let raw =
            #"{"type":"list_response","listResponse":{"title":"Yoga","singleSelectReply":{"selectedRowId":"r1"}}}"#
        for message in try both(go) + [message(raw)] { #expect(message.content?.choice == answer) }
    }

    @Test func `buttons offer, and their answer names one`() throws {
        let proto =
            #"{"buttonsMessage":{"contentText":"Come?","footerText":"Gym","buttons":[{"buttonId":"1","buttonText":{"displayText":"Yes"}}]}}"#
        let raw =
            #"{"type":"buttons","body":"Come?","footer":"Gym","dynamicReplyButtons":[{"buttonId":"1","buttonText":{"displayText":"Yes"}}]}"#
        let expected = MessageChoices(body: "Come?", footer: "Gym", options: [.init(id: "1", text: "Yes")])
        for message in try both(proto) + [message(raw)] { #expect(message.content?.choices == expected) }
        let template =
            #"{"templateMessage":{"hydratedTemplate":{"hydratedContentText":"Come?","hydratedButtons":[{"quickReplyButton":{"displayText":"Yes","id":"1"}},{"urlButton":{"displayText":"See","url":"https://x.example"}}]}}}"#
        #expect(try both(template)[1].content?.choices?.options.map(\.url) == [nil, "https://x.example"])
        let interactive =
            #"{"interactiveMessage":{"body":{"text":"Come?"},"nativeFlowMessage":{"buttons":[{"name":"quick_reply","buttonParamsJson":"{\"display_text\":\"Yes\",\"id\":\"1\"}"}]}}}"#
        #expect(try both(interactive)[0].content?.choices?.options == [.init(id: "1", text: "Yes")])
        let answers = [
            #"{"buttonsResponseMessage":{"selectedButtonID":"1","selectedDisplayText":"Yes"}}"#,
            #"{"templateButtonReplyMessage":{"selectedId":"1","selectedDisplayText":"Yes"}}"#,
            #"{"interactiveResponseMessage":{"body":{"text":"Yes"},"nativeFlowResponseMessage":{"paramsJson":"{\"id\":\"1\"}"}}}"#,
        ]
        let web = try message(#"{"type":"buttons_response","selectedButtonId":"1"}"#, #","body":"Yes""#)
        for message in try answers.flatMap({ try both($0) }) + [web] {
            #expect(message.content?.choice == MessageChoice(id: "1", text: "Yes"))
            #expect(message.body == "Yes")
        }
    }

    @Test func `a text knows its link, whom it names, what it answers and whether it was passed on`() throws {
        let proto = """
            {"extendedTextMessage":{"text":"see https://x.example @1","matchedText":"https://x.example","title":"X",
            "description":"All of it","contextInfo":{"stanzaID":"3EB0","participant":"15550002222@s.whatsapp.net",
            "quotedMessage":{"imageMessage":{"caption":"look"}},"mentionedJID":["60123456789@s.whatsapp.net"],
            "isForwarded":true}}}
            """
        let raw = """
            {"type":"chat","matchedText":"https://x.example","title":"X","description":"All of it","quotedStanzaID":"3EB0",
            "quotedParticipant":{"server":"c.us","user":"15550002222"},"quotedMsg":{"type":"image","caption":"look"},
            "mentionedJidList":["60123456789@c.us"],"isForwarded":true}
            """
        for message in try both(proto, #","body":"see""#) + [message(raw, #","body":"see""#)] {
            let content = try #require(message.content)
            #expect(message.quotedId == "3EB0")
            #expect(content.link == LinkPreview(url: "https://x.example", title: "X", description: "All of it"))
            #expect(content.mentions?.map(\.text) == ["60123456789@c.us"])
            #expect(content.forwarded == true)
            #expect(content.quoted?.type == .image && content.quoted?.preview == "look")
            #expect(content.quoted?.sender?.phoneNumber == "+15550002222")
        }
    }

    @Test func `a file tells its size and length`() throws {
        let voice = #"{"audioMessage":{"ptt":true,"seconds":7,"fileLength":{"low":4096,"high":0,"unsigned":true}}}"#
        let raw = #"{"type":"ptt","duration":"7","size":4096}"#
        for message in try both(voice) + [message(raw)] {
            #expect(message.kind == .voice)
            #expect(message.content?.file?.seconds == 7 && message.content?.file?.size == 4096)
        }
        let sticker = try both(#"{"stickerMessage":{"isAnimated":true,"fileLength":"10"}}"#)
        #expect(sticker.map(\.content?.file?.animated) == [true, true])
        let once = try both(#"{"viewOnceMessageV2":{"message":{"imageMessage":{"width":640}}}}"#)
        #expect(once.map(\.content?.file?.viewOnce) == [true, true])
        #expect(try content(#"{"message":{"ptvMessage":{}}}"#)?.file?.round == true)
    }

    @Test func `calls, notices, events, products and invitations say what they are`() throws {
        let call = try content(#"{"type":"call_log","isVideoCall":true,"callOutcome":"MISSED"}"#)?.call
        #expect(call == MessageCall(video: true, outcome: .missed))
        let missed = try message(#"{"key":{},"messageStubType":"CALL_MISSED_VOICE"}"#)
        #expect(missed.kind == .call && missed.content?.call == MessageCall(video: false, outcome: .missed))
        let joined = try content(#"{"type":"gp2","subtype":"add","recipients":["60123456789@c.us"]}"#)?.notice
        #expect(joined?.kind == .joined && joined?.people.map(\.text) == ["60123456789@c.us"])
        let renamed = try content(#"{"key":{},"messageStubType":21,"messageStubParameters":["Yoga"]}"#)?.notice
        #expect(renamed?.kind == .subject && renamed?.text == "Yoga")
        #expect(try content(#"{"type":"e2e_notification","subtype":"encrypt"}"#)?.notice?.kind == .encryption)
        let event = try both(#"{"eventMessage":{"name":"Run","startTime":"1767225600","location":{"name":"Park"}}}"#)
        #expect(event.map(\.content?.event?.startsAt?.milliseconds) == [1_767_225_600_000, 1_767_225_600_000])
        let product = try both(
            #"{"productMessage":{"product":{"productId":"p","title":"Mat","priceAmount1000":99000,"currencyCode":"MYR"}}}"#
        )
        #expect(product.map(\.content?.product?.amount1000) == [99_000, 99_000])
        #expect(product.map(\.body) == ["Mat", "Mat"])
        let invite = try both(#"{"groupInviteMessage":{"groupJid":"120363@g.us","groupName":"Yoga","inviteCode":"x"}}"#)
        #expect(invite.map(\.content?.invite?.group?.text) == ["120363@g.us", "120363@g.us"])
        #expect(try content(#"{"message":{"hologramMessage":{}}}"#)?.unsupported == "hologrammessage")
        #expect(try content(#"{"type":"oversized"}"#)?.unsupported == "oversized")
    }
}
