// Running text of more than a line.
Words {
    lineHeight: 1.12
}
