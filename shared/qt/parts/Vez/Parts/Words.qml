import QtQuick
import Vez.Look

// All text of the parts: wraps, never interprets markup.
Text {
    textFormat: Text.PlainText
    font: Theme.body
    color: Theme.ink
    wrapMode: Text.Wrap
}
